"""A file from the web, whole and right: several connections, several sources, and every break survived.

`download.fetch` is the way in. Pure: `ranges`, `answers`, `opening`, `sources`, `pace`. On the disk: `state`, `part`,
`hasher`, `checkpoint`, `owner`, `kept`. On the network: `web`, `link`, `transfer`. Why it failed: `causes`,
`last_words`.
"""
