<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Plurals</name>
    <message numerus="yes">
        <source>%n partition(s)</source>
        <comment>on a card</comment>
        <translation>
            <numerusform>%n partition</numerusform>
            <numerusform>%n partitions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more partition(s)</source>
        <comment>on a card</comment>
        <translation>
            <numerusform>and %n more partition</numerusform>
            <numerusform>and %n more partitions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{places} and %n more</source>
        <comment>folders</comment>
        <translation>
            <numerusform>{places} and %n more</numerusform>
            <numerusform>{places} and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All data on these %n card(s) will be erased</source>
        <comment>several at once</comment>
        <translation>
            <numerusform>All data on this %n card will be erased</numerusform>
            <numerusform>All data on these %n cards will be erased</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n card(s) are ready</source>
        <comment>several at once</comment>
        <translation>
            <numerusform>%n card is ready</numerusform>
            <numerusform>All %n cards are ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <comment>that differ, on a card</comment>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) did not keep the data at first</source>
        <comment>on a card</comment>
        <translation>
            <numerusform>%n place did not keep the data at first</numerusform>
            <numerusform>%n places did not keep the data at first</numerusform>
        </translation>
    </message>
</context>
</TS>
