"""Every code that a person may meet, with its English words. `table.py` joins the files, one for each topic.

The words are made into sentences only at the edge: `cli` fills them in English, `gui.texts` translates them first.
"""
