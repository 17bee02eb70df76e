<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Messages</name>
    <message>
        <source>NanoWizard made a mistake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The step stopped. Nothing that was half done is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the step again. If it happens again, save the log and report it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A settings file was damaged and has been put aside as {kept_as}. The defaults are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} could not be saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was saved before is unchanged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the disk is not full and that you may write to its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The profile {file} cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the file or leave out --profile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something needed is missing: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it and start again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Widgets</name>
    <message>
        <source>cannot be chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help and log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you are here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not checked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
