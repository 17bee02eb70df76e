<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BootPage</name>
    <message>
        <source>Follow the four numbers. NanoWizard notices by itself when the Nano has started.</source>
        <translation>按四个编号操作即可。Nano 启动后 NanoWizard 会自动发现。</translation>
    </message>
    <message>
        <source>Start the Nano</source>
        <translation>启动 Nano</translation>
    </message>
    <message>
        <source>I see no light, or nothing happens</source>
        <translation>灯不亮，或没有反应</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Push the card in</source>
        <translation>插入存储卡</translation>
    </message>
    <message>
        <source>The slot is under the heat sink. Push until it clicks.</source>
        <translation>卡槽在散热片下方，推到“咔”一声为止。</translation>
    </message>
    <message>
        <source>Put the cap on J48</source>
        <translation>给 J48 戴上跳线帽</translation>
    </message>
    <message>
        <source>Only for a power supply with a round plug.</source>
        <translation>仅在使用圆口电源时需要。</translation>
    </message>
    <message>
        <source>Connect the cable</source>
        <translation>接好连接线</translation>
    </message>
    <message>
        <source>micro-USB to this computer, or a network cable to your router.</source>
        <translation>micro-USB 接电脑，或网线接路由器。</translation>
    </message>
    <message>
        <source>Plug in the power</source>
        <translation>接通电源</translation>
    </message>
    <message>
        <source>A green light turns on next to the micro-USB port.</source>
        <translation>micro-USB 口旁的绿灯会亮起。</translation>
    </message>
    <message>
        <source>Check the power</source>
        <translation>检查电源</translation>
    </message>
    <message>
        <source>5 V with 4 A at the round plug, or at least 2 A at micro-USB.</source>
        <translation>圆口用 5 V 4 A，micro-USB 至少 2 A。</translation>
    </message>
    <message>
        <source>Check the cap on J48</source>
        <translation>检查 J48 的跳线帽</translation>
    </message>
    <message>
        <source>On for a round plug. Off if micro-USB gives the power.</source>
        <translation>圆口供电时戴上，micro-USB 供电时取下。</translation>
    </message>
    <message>
        <source>Push the card in again</source>
        <translation>重新插入存储卡</translation>
    </message>
    <message>
        <source>Take the power away first. The card must click.</source>
        <translation>请先断电。插到位时会“咔”一声。</translation>
    </message>
    <message>
        <source>Connect less</source>
        <translation>少接一些设备</translation>
    </message>
    <message>
        <source>Unplug sticks and cameras. Use a screen with HDMI, without an adapter.</source>
        <translation>拔掉 U 盘和摄像头。显示器直接接 HDMI。</translation>
    </message>
    <message>
        <source>Write the card again</source>
        <translation>重新写入存储卡</translation>
    </message>
    <message>
        <source>If nothing helps, try another card.</source>
        <translation>如果都没有用，请换一张卡。</translation>
    </message>
    <message>
        <source>Drawing of the Nano with the places of the four numbers</source>
        <translation>Nano 示意图，标出了四个编号的位置</translation>
    </message>
    <message>
        <source>Heat sink</source>
        <translation>散热片</translation>
    </message>
    <message>
        <source>Card slot</source>
        <translation>卡槽</translation>
    </message>
    <message>
        <source>Seen from above, with the ports away from you</source>
        <translation>俯视图，接口一侧朝外</translation>
    </message>
    <message>
        <source>Your Nano answers</source>
        <translation>您的 Nano 有响应了</translation>
    </message>
    <message>
        <source>Waiting for your Nano</source>
        <translation>正在等待 Nano</translation>
    </message>
    <message>
        <source>{time} so far, usually {usual}</source>
        <translation>已等{time}，通常需要{usual}</translation>
    </message>
    <message>
        <source>Looking for the Nano</source>
        <translation>正在寻找 Nano</translation>
    </message>
    <message>
        <source>Ready to connect</source>
        <translation>可以连接</translation>
    </message>
    <message>
        <source>The Nano waits for its first-boot setup</source>
        <translation>Nano 正在等待首次启动设置</translation>
    </message>
    <message>
        <source>The first time, the Nano asks for language, name and password on its own screen. It answers here after that.</source>
        <translation>首次启动时，请先在 Nano 的屏幕上设好语言、用户名和密码，这里才会有响应。</translation>
    </message>
</context>
<context>
    <name>CardCare</name>
    <message>
        <source>Nothing was changed on the card.</source>
        <translation>存储卡上没有任何改动。</translation>
    </message>
    <message>
        <source>Choose another card</source>
        <translation>换一张卡</translation>
    </message>
    <message>
        <source>Back to the card list</source>
        <translation>返回存储卡列表</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Your system asks for permission</source>
        <translation>系统正在请求权限</translation>
    </message>
    <message>
        <source>Answer it in the window that your system has opened. It may want an administrator&apos;s password.</source>
        <translation>请在系统打开的窗口中作答，可能需要输入管理员密码。</translation>
    </message>
    <message>
        <source>All data on this card will be erased</source>
        <translation>这张卡上的所有数据都将被清除</translation>
    </message>
    <message>
        <source>This cannot be undone. If you need these files, copy them first, then come back.</source>
        <translation>此操作无法撤销。如果需要这些文件，请先复制出来再回到这里。</translation>
    </message>
    <message>
        <source>serial …{end}</source>
        <translation>序列号 …{end}</translation>
    </message>
    <message>
        <source>Your system may ask for a password</source>
        <translation>系统可能会要求输入密码</translation>
    </message>
    <message>
        <source>Permission</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>An earlier write broke off here; nothing on the card can be used.</source>
        <translation>上次写入这张卡时中断，卡上没有可用的内容。</translation>
    </message>
    <message>
        <source>Nothing was found on the card.</source>
        <translation>卡上没有找到任何内容。</translation>
    </message>
    <message>
        <source>The card is empty, or this computer cannot read what is on it.</source>
        <translation>存储卡是空的，或者这台电脑读不出卡上的内容。</translation>
    </message>
    <message>
        <source>What is on the card cannot be read by this computer.</source>
        <translation>这台电脑读不出卡上的内容。</translation>
    </message>
    <message>
        <source>{size}, {used} used</source>
        <translation>{size}，已用 {used}</translation>
    </message>
    <message>
        <source>Places on the card</source>
        <translation>卡上的位置</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Waiting for permission</source>
        <translation>正在等待权限</translation>
    </message>
    <message>
        <source>Getting the card ready</source>
        <translation>正在准备存储卡</translation>
    </message>
    <message>
        <source>The card</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>Leave the card in until the end. You may use other programs; this computer will not go to sleep.</source>
        <translation>结束之前请勿拔出存储卡。您可以使用其他程序，电脑不会进入睡眠。</translation>
    </message>
    <message>
        <source>Leave the card in until the end. You may use other programs.</source>
        <translation>结束之前请勿拔出存储卡。您可以使用其他程序。</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第{number}步，共{count}步</translation>
    </message>
    <message>
        <source>Looking at it…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>随后</translation>
    </message>
    <message>
        <source>Use this card</source>
        <translation>使用这张卡</translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation>到目前为止还没有任何改动。</translation>
    </message>
    <message>
        <source>To use it, take it out and put it in again. It then appears in the card list.</source>
        <translation>要使用它，请把卡取出再插入，它就会出现在存储卡列表中。</translation>
    </message>
    <message>
        <source>You stopped before anything was changed</source>
        <translation>您在作出任何改动之前停止了</translation>
    </message>
    <message>
        <source>The card is as it was.</source>
        <translation>存储卡保持原样。</translation>
    </message>
</context>
<context>
    <name>CardFormatPage</name>
    <message>
        <source>Format the card</source>
        <translation>格式化存储卡</translation>
    </message>
    <message>
        <source>Makes the card empty, for cameras, computers and everything else.</source>
        <translation>清空存储卡，供相机、电脑等各种设备使用。</translation>
    </message>
    <message>
        <source>You agreed to erase the card, so nothing on it is kept.</source>
        <translation>您已同意清除，卡上的内容不会保留。</translation>
    </message>
    <message>
        <source>Hold to erase and format</source>
        <translation>按住以清除并格式化</translation>
    </message>
    <message>
        <source>Erase and format {card}, {size}</source>
        <translation>清除并格式化 {card}，{size}</translation>
    </message>
    <message>
        <source>Stop the formatting?</source>
        <translation>要停止格式化吗？</translation>
    </message>
    <message>
        <source>You stopped the formatting</source>
        <translation>您停止了格式化</translation>
    </message>
    <message>
        <source>The card is marked as not ready. Format or write it before you use it.</source>
        <translation>存储卡已标记为未就绪。请先格式化或写入，再使用它。</translation>
    </message>
    <message>
        <source>Mark the card as not ready</source>
        <translation>把存储卡标记为未就绪</translation>
    </message>
    <message>
        <source>Overwrite the whole card</source>
        <translation>覆盖整张存储卡</translation>
    </message>
    <message>
        <source>Places that cannot be written are found by this.</source>
        <translation>这样可以找出无法写入的位置。</translation>
    </message>
    <message>
        <source>Let the card forget everything</source>
        <translation>让存储卡丢弃全部内容</translation>
    </message>
    <message>
        <source>Write a new, empty file system</source>
        <translation>写入新的空文件系统</translation>
    </message>
    <message>
        <source>Read the new file system back</source>
        <translation>读回新的文件系统</translation>
    </message>
    <message>
        <source>Write the new partition table</source>
        <translation>写入新的分区表</translation>
    </message>
    <message>
        <source>Make the card safe to remove</source>
        <translation>使存储卡可以安全取出</translation>
    </message>
    <message>
        <source>Places that could not be written</source>
        <translation>无法写入的位置</translation>
    </message>
    <message>
        <source>Use this layout</source>
        <translation>使用此布局</translation>
    </message>
    <message>
        <source>Move the borders. Nothing is changed on the card before you format it.</source>
        <translation>请移动分界线。格式化之前，卡上不会有任何改动。</translation>
    </message>
    <message>
        <source>Change the name first.</source>
        <translation>请先修改名称。</translation>
    </message>
    <message>
        <source>Overwritten</source>
        <translation>已覆盖</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>The card is formatted, but parts of it fail</source>
        <translation>存储卡已格式化，但有些位置已损坏</translation>
    </message>
    <message>
        <source>It works for now. Do not trust it with anything you need.</source>
        <translation>目前还能使用。请不要用它存放重要内容。</translation>
    </message>
    <message>
        <source>The card is as new</source>
        <translation>存储卡已恢复如新</translation>
    </message>
    <message>
        <source>It is empty. What was written was read back and is the same.</source>
        <translation>卡是空的。写入的内容已读回，完全一致。</translation>
    </message>
    <message>
        <source>Partition {number}</source>
        <translation>分区 {number}</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>分区表</translation>
    </message>
    <message>
        <source>begins at {offset}</source>
        <translation>起始于 {offset}</translation>
    </message>
    <message>
        <source>clusters of {size}</source>
        <translation>簇大小 {size}</translation>
    </message>
    <message>
        <source>{number} MiB</source>
        <translation>{number} MiB</translation>
    </message>
    <message>
        <source>{number} KiB</source>
        <translation>{number} KiB</translation>
    </message>
    <message>
        <source>{partition}: {fault}</source>
        <translation>{partition}：{fault}</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>尚不可用</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤消</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>File system</source>
        <translation>文件系统</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>GPT only</source>
        <translation>仅限 GPT</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>How to format</source>
        <translation>格式化方式</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Enough for most cards. Old files are gone, but not overwritten.</source>
        <translation>适合大多数存储卡。旧文件会消失，但不会被覆盖。</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>完全</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Finds bad places. Time at {rate}, which a test measured.</source>
        <translation>可找出坏块。按测试所得的 {rate} 估算时间。</translation>
    </message>
    <message>
        <source>Overwrites all, finds bad places. Time at {rate}, a usual rate.</source>
        <translation>覆盖全部内容，找出坏块。按常见的 {rate} 估算时间。</translation>
    </message>
    <message>
        <source>The card forgets everything at once, and may be faster afterwards.</source>
        <translation>存储卡会一次丢弃全部内容，之后可能更快。</translation>
    </message>
    <message>
        <source>This reader cannot do it. A card slot in the computer often can.</source>
        <translation>此读卡器不支持。电脑自带的卡槽通常可以。</translation>
    </message>
    <message>
        <source>This card cannot do it.</source>
        <translation>此存储卡不支持。</translation>
    </message>
    <message>
        <source>Only real cards can do it, in a card slot of the computer.</source>
        <translation>只有电脑卡槽中的真实存储卡才支持。</translation>
    </message>
    <message>
        <source>Name of the card</source>
        <translation>存储卡名称</translation>
    </message>
    <message>
        <source>None is needed</source>
        <translation>可以不填</translation>
    </message>
    <message>
        <source>Back to the usual layout</source>
        <translation>恢复常规布局</translation>
    </message>
    <message>
        <source>Change the layout…</source>
        <translation>更改布局…</translation>
    </message>
    <message>
        <source>The name is too long: it can have {most} characters.</source>
        <translation>名称太长：最多 {most} 个字符。</translation>
    </message>
    <message>
        <source>FAT32 cannot have Chinese characters or accents, exFAT can. Use A to Z and 0 to 9.</source>
        <translation>FAT32 不支持中文和带重音的字母，exFAT 支持。请使用 A 到 Z 和 0 到 9。</translation>
    </message>
    <message>
        <source>The name has a sign that is not possible in a name, such as / or *.</source>
        <translation>名称中含有不能使用的符号，例如 / 或 *。</translation>
    </message>
    <message>
        <source>It will read {name}: FAT32 writes names in capitals.</source>
        <translation>将显示为 {name}：FAT32 的名称只用大写字母。</translation>
    </message>
</context>
<context>
    <name>CardPage</name>
    <message>
        <source>The list updates by itself when you plug a card in. Nothing is changed on this page.</source>
        <translation>插入存储卡后列表会自动更新。此页不会改动任何东西。</translation>
    </message>
    <message>
        <source>Choose the card</source>
        <translation>选择存储卡</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>Show disks that cannot be chosen</source>
        <translation>显示不能选择的磁盘</translation>
    </message>
    <message>
        <source>Write several cards at once…</source>
        <translation>同时写入多张存储卡…</translation>
    </message>
    <message>
        <source>Why is my card not here?</source>
        <translation>为什么没有看到我的卡？</translation>
    </message>
    <message>
        <source>Use this card</source>
        <translation>使用这张卡</translation>
    </message>
    <message>
        <source>Use a file instead of a card…</source>
        <translation>用文件代替存储卡…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>搜索中</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Looking for cards…</source>
        <translation>正在查找存储卡…</translation>
    </message>
    <message>
        <source>No card yet</source>
        <translation>还没有存储卡</translation>
    </message>
    <message>
        <source>Put the microSD card into a reader and plug the reader in.
It appears here by itself, usually within 2 seconds.</source>
        <translation>请把 microSD 卡放进读卡器，再插到电脑上。
它会自动出现，通常不到2秒。</translation>
    </message>
    <message>
        <source>The chosen card was taken out.</source>
        <translation>选中的卡已被拔出。</translation>
    </message>
    <message>
        <source>Choose a card file</source>
        <translation>选择存储卡文件</translation>
    </message>
    <message>
        <source>Without a name</source>
        <translation>无名称</translation>
    </message>
    <message>
        <source>{missing} too small for this image, which needs {need}.</source>
        <translation>镜像需要 {need}，这个盘小了 {missing}。</translation>
    </message>
    <message>
        <source>It does not answer (error {error}). Try the card in another reader.</source>
        <translation>它没有响应（错误 {error}）。请把存储卡放进别的读卡器试试。</translation>
    </message>
    <message>
        <source>This computer runs from it. It can never be chosen.</source>
        <translation>本机系统就在这个盘上，任何时候都不能选。</translation>
    </message>
    <message>
        <source>The reader works, but there is no card in it.</source>
        <translation>读卡器正常，但里面没有卡。</translation>
    </message>
    <message>
        <source>It is built into this computer. It can never be chosen.</source>
        <translation>这是本机内置的盘，任何时候都不能选。</translation>
    </message>
    <message>
        <source>It does not answer. Try the card in another reader.</source>
        <translation>它没有响应。请把存储卡放进别的读卡器试试。</translation>
    </message>
    <message>
        <source>It is locked. Slide the small switch on the adapter.</source>
        <translation>写保护已打开。请拨动卡套上的小开关。</translation>
    </message>
    <message>
        <source>The image itself lies on it. Copy the image elsewhere first.</source>
        <translation>镜像文件就在这个盘上。请先把镜像复制到别处。</translation>
    </message>
    <message>
        <source>This is the Nano itself. To write its card, put the card in here.</source>
        <translation>这是 Nano 本身。要写入它的存储卡，请把卡插到这台电脑上。</translation>
    </message>
    <message>
        <source>Windows keeps it read-only. A repair takes that back.</source>
        <translation>Windows 把它设成了只读。修复时会取消该设置。</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>Very large</source>
        <translation>容量很大</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>脱机</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>容量不足</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>System disk</source>
        <translation>系统盘</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Holds the image</source>
        <translation>镜像所在</translation>
    </message>
    <message>
        <source>The Nano</source>
        <translation>Nano 本身</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>不能使用</translation>
    </message>
    <message>
        <source>{used} used</source>
        <translation>已用 {used}</translation>
    </message>
    <message>
        <source>SD slot</source>
        <translation>SD 卡槽</translation>
    </message>
    <message>
        <source>Card file</source>
        <translation>存储卡文件</translation>
    </message>
    <message>
        <source>opened as {places}</source>
        <translation>盘符为 {places}</translation>
    </message>
    <message>
        <source>mounted at {places}</source>
        <translation>挂载于 {places}</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <comment>two places</comment>
        <translation>{first} 和 {second}</translation>
    </message>
    <message>
        <source>Card reader</source>
        <translation>读卡器</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>尚未检查</translation>
    </message>
    <message>
        <source>Reset the reader</source>
        <translation>重置读卡器</translation>
    </message>
    <message>
        <source>Start the service</source>
        <translation>启动服务</translation>
    </message>
    <message>
        <source>This computer shows its drives</source>
        <translation>电脑能列出磁盘</translation>
    </message>
    <message>
        <source>The drivers for card readers work</source>
        <translation>读卡器的驱动正常</translation>
    </message>
    <message>
        <source>A card reader is plugged in</source>
        <translation>读卡器已插好</translation>
    </message>
    <message>
        <source>There is a card in the reader</source>
        <translation>读卡器里有卡</translation>
    </message>
    <message>
        <source>The card answers</source>
        <translation>存储卡有响应</translation>
    </message>
    <message>
        <source>The lock switch is off</source>
        <translation>写保护开关已关闭</translation>
    </message>
    <message>
        <source>It is large enough and not a system disk</source>
        <translation>容量足够，且不是系统盘</translation>
    </message>
    <message>
        <source>NanoWizard may open cards</source>
        <translation>NanoWizard 可以打开存储卡</translation>
    </message>
    <message>
        <source>Not all of them</source>
        <translation>未能全部列出</translation>
    </message>
    <message>
        <source>Not working</source>
        <translation>不正常</translation>
    </message>
    <message>
        <source>No reader seen</source>
        <translation>未检测到读卡器</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>尚不可以</translation>
    </message>
    <message>
        <source>No card seen</source>
        <translation>未检测到卡</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已写保护</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>不合适</translation>
    </message>
    <message>
        <source>The list above says for each disk why it cannot be chosen.</source>
        <translation>上面的列表写明了每个磁盘不能选的原因。</translation>
    </message>
    <message>
        <source>{card}:</source>
        <translation>{card}：</translation>
    </message>
    <message>
        <source>Test…</source>
        <translation>测试…</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比对…</translation>
    </message>
    <message>
        <source>Format…</source>
        <translation>格式化…</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修复…</translation>
    </message>
</context>
<context>
    <name>CardRepairPage</name>
    <message>
        <source>Repair the card</source>
        <translation>修复存储卡</translation>
    </message>
    <message>
        <source>Makes a damaged card usable again. Nothing on it is kept.</source>
        <translation>让损坏的存储卡重新可用。卡上的内容不会保留。</translation>
    </message>
    <message>
        <source>Makes a damaged card usable again. You agreed to erase it, so nothing on it is kept.</source>
        <translation>让损坏的存储卡重新可用。您已同意清除，卡上的内容不会保留。</translation>
    </message>
    <message>
        <source>Hold to erase and repair</source>
        <translation>按住以清除并修复</translation>
    </message>
    <message>
        <source>Erase and repair {card}, {size}</source>
        <translation>清除并修复 {card}，{size}</translation>
    </message>
    <message>
        <source>Clear old traces, test the card, format it, make it safe to remove</source>
        <translation>清除旧痕迹、测试存储卡、格式化，最后使其可以安全取出</translation>
    </message>
    <message>
        <source>Stop the repair?</source>
        <translation>要停止修复吗？</translation>
    </message>
    <message>
        <source>You stopped the repair</source>
        <translation>您停止了修复</translation>
    </message>
    <message>
        <source>The card is marked as not ready. Repair, format or write it before you use it.</source>
        <translation>存储卡已标记为未就绪。使用前请修复、格式化或重新写入。</translation>
    </message>
    <message>
        <source>Look what is wrong with the card</source>
        <translation>查看存储卡有什么问题</translation>
    </message>
    <message>
        <source>Clear old partition tables at the start and the end</source>
        <translation>清除开头和末尾的旧分区表</translation>
    </message>
    <message>
        <source>Test that the card keeps what is written</source>
        <translation>测试存储卡能否保存写入的内容</translation>
    </message>
    <message>
        <source>Finds worn-out cards and cards that claim to be larger than they are.</source>
        <translation>能发现磨损的卡和虚标容量的卡。</translation>
    </message>
    <message>
        <source>Write a new, empty file system</source>
        <translation>写入新的空文件系统</translation>
    </message>
    <message>
        <source>Read the new file system back</source>
        <translation>读回新的文件系统</translation>
    </message>
    <message>
        <source>Write the new partition table</source>
        <translation>写入新的分区表</translation>
    </message>
    <message>
        <source>Make the card safe to remove</source>
        <translation>使存储卡可以安全取出</translation>
    </message>
    <message>
        <source>One empty {kind} volume</source>
        <translation>一个空的 {kind} 卷</translation>
    </message>
    <message>
        <source>The card works again</source>
        <translation>存储卡又能用了</translation>
    </message>
    <message>
        <source>It was tested, and everything that was written was read back.</source>
        <translation>存储卡已测试，写入的内容也已全部回读核对。</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Tested</source>
        <translation>已测试</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>发现的问题</translation>
    </message>
</context>
<context>
    <name>CardTestPage</name>
    <message>
        <source>Test the card</source>
        <translation>测试存储卡</translation>
    </message>
    <message>
        <source>Finds cards that lie about their size, are worn out or are too slow.</source>
        <translation>能发现虚标容量、已经磨损或速度太慢的卡。</translation>
    </message>
    <message>
        <source>You agreed to erase the card, so nothing on it is kept.</source>
        <translation>您已同意清除，卡上的内容不会保留。</translation>
    </message>
    <message>
        <source>What is on the card stays.</source>
        <translation>卡上的内容会保留。</translation>
    </message>
    <message>
        <source>Hold to erase and test</source>
        <translation>按住以清除并测试</translation>
    </message>
    <message>
        <source>Erase and test {card}, {size}</source>
        <translation>清除并测试 {card}，{size}</translation>
    </message>
    <message>
        <source>Write the whole card, then read it back and compare</source>
        <translation>写满整张卡，然后回读并比对</translation>
    </message>
    <message>
        <source>Write marks, read them back, put back what was there, measure the speed</source>
        <translation>写入标记、回读、还原原有内容，并测量速度</translation>
    </message>
    <message>
        <source>Stop the test?</source>
        <translation>要停止测试吗？</translation>
    </message>
    <message>
        <source>You stopped the test</source>
        <translation>您停止了测试</translation>
    </message>
    <message>
        <source>The card holds test data now. Format it, or write an image to it.</source>
        <translation>卡上现在是测试数据。请格式化，或写入镜像。</translation>
    </message>
    <message>
        <source>Some of what was on the card could not be put back.</source>
        <translation>卡上的部分内容未能还原。</translation>
    </message>
    <message>
        <source>Write the whole card</source>
        <translation>写满整张卡</translation>
    </message>
    <message>
        <source>Read the whole card back and compare</source>
        <translation>回读整张卡并比对</translation>
    </message>
    <message>
        <source>Look for the real size, and for bad places</source>
        <translation>查找真实容量和坏的位置</translation>
    </message>
    <message>
        <source>What stood at the tested places is put back afterwards.</source>
        <translation>测试位置上原有的内容随后会还原。</translation>
    </message>
    <message>
        <source>Measure how fast the card is</source>
        <translation>测量存储卡的速度</translation>
    </message>
    <message>
        <source>What stood at the tested places is put back first.</source>
        <translation>会先还原测试位置上原有的内容。</translation>
    </message>
    <message>
        <source>Which test</source>
        <translation>测试方式</translation>
    </message>
    <message>
        <source>Quick test</source>
        <translation>快速测试</translation>
    </message>
    <message>
        <source>Size, health and speed at spread places, about {time}. What is on the card stays.</source>
        <translation>在分散的位置检查容量、健康和速度，约{time}。卡上的内容会保留。</translation>
    </message>
    <message>
        <source>Full test</source>
        <translation>完整测试</translation>
    </message>
    <message>
        <source>Writes every byte and reads it back, about {time}. Everything on the card is erased.</source>
        <translation>写入并回读每个字节，约{time}。卡上的所有内容都会被清除。</translation>
    </message>
    <message>
        <source>Every byte was written, read back and compared.</source>
        <translation>每个字节都已写入、回读并比对。</translation>
    </message>
    <message>
        <source>The card is sound</source>
        <translation>存储卡完好</translation>
    </message>
    <message>
        <source>It keeps what is written to it.</source>
        <translation>它能保存写入的内容。</translation>
    </message>
    <message>
        <source>It keeps what is written to it, as far as the image needs.</source>
        <translation>在镜像所需的范围内，它能保存写入的内容。</translation>
    </message>
    <message>
        <source>The card is sound, but slow</source>
        <translation>存储卡完好，但速度慢</translation>
    </message>
    <message>
        <source>Enough for a Nano, but programs will start slowly</source>
        <translation>够 Nano 使用，但程序启动会较慢</translation>
    </message>
    <message>
        <source>Enough for a Nano: UHS-I class</source>
        <translation>够 Nano 使用：UHS-I 级</translation>
    </message>
    <message>
        <source>{real}, although the card says {claimed}</source>
        <translation>{real}，但卡自称有 {claimed}</translation>
    </message>
    <message>
        <source>At least {real}. What lies behind was not tested.</source>
        <translation>至少 {real}，之后的部分没有测试。</translation>
    </message>
    <message>
        <source>{claimed}, as the card says</source>
        <translation>{claimed}，与卡的标称一致</translation>
    </message>
    <message>
        <source>Real size</source>
        <translation>真实容量</translation>
    </message>
    <message>
        <source>Behind that</source>
        <translation>超出部分</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>{written} a second written, {read} read</source>
        <translation>每秒写 {written} 次，读 {read} 次</translation>
    </message>
    <message>
        <source>Small pieces</source>
        <translation>小块读写</translation>
    </message>
    <message>
        <source>{size} in {time}</source>
        <translation>{size}，用时{time}</translation>
    </message>
    <message>
        <source>Tested</source>
        <translation>已测试</translation>
    </message>
    <message>
        <source>The card begins anew at its start and destroys what lies there</source>
        <translation>写入会绕回卡的开头，毁掉那里的内容</translation>
    </message>
    <message>
        <source>The card takes what is written and forgets it</source>
        <translation>卡收下写入的内容，却不保存</translation>
    </message>
    <message>
        <source>What is tested</source>
        <translation>测试范围</translation>
    </message>
    <message>
        <source>The first {size}, as much as the image needs.</source>
        <translation>前 {size}，即镜像所需的部分。</translation>
    </message>
    <message>
        <source>The full test covers the whole card.</source>
        <translation>完整测试会覆盖整张卡。</translation>
    </message>
    <message>
        <source>Places on the whole card: it is too small for the image.</source>
        <translation>在整张卡上抽测：它装不下这个镜像。</translation>
    </message>
    <message>
        <source>Places on the whole card.</source>
        <translation>在整张卡上抽测。</translation>
    </message>
    <message>
        <source>The full test covers every byte.</source>
        <translation>完整测试会检查每个字节。</translation>
    </message>
</context>
<context>
    <name>CardVerifyPage</name>
    <message>
        <source>Compare with</source>
        <translation>与什么比对</translation>
    </message>
    <message>
        <source>This computer has not written this card, or does not remember it.</source>
        <translation>这台电脑没有写过这张卡，或者没有记录。</translation>
    </message>
    <message>
        <source>No image is chosen.</source>
        <translation>还没有选择镜像。</translation>
    </message>
    <message>
        <source>An image, or an archive with one.</source>
        <translation>镜像文件，或含有镜像的压缩包。</translation>
    </message>
    <message>
        <source>What was last written to it here</source>
        <translation>这台电脑上次写入的内容</translation>
    </message>
    <message>
        <source>The chosen image</source>
        <translation>已选择的镜像</translation>
    </message>
    <message>
        <source>Another file</source>
        <translation>其他文件</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>{image}, written {when}</source>
        <translation>{image}，写入于 {when}</translation>
    </message>
    <message>
        <source>then looking stopped</source>
        <translation>之后不再继续比对</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Nothing is written to the card.</source>
        <translation>不会向卡中写入任何内容。</translation>
    </message>
    <message>
        <source>Shows whether the card still holds what it should.</source>
        <translation>查看卡上的内容是否仍然正确。</translation>
    </message>
    <message>
        <source>Compare the card</source>
        <translation>比对存储卡</translation>
    </message>
    <message>
        <source>Read the card and compare. It stays as it is.</source>
        <translation>读取存储卡并比对，卡上内容保持不变。</translation>
    </message>
    <message>
        <source>Stop comparing?</source>
        <translation>要停止比对吗？</translation>
    </message>
    <message>
        <source>You stopped comparing</source>
        <translation>您停止了比对</translation>
    </message>
    <message>
        <source>Read the card and compare</source>
        <translation>读取存储卡并比对</translation>
    </message>
    <message>
        <source>The card is exactly as it was written</source>
        <translation>卡上内容与写入时完全一致</translation>
    </message>
    <message>
        <source>The card holds exactly this image</source>
        <translation>卡上内容与此镜像完全一致</translation>
    </message>
    <message>
        <source>{size} in {time}</source>
        <translation>{size}，用时 {time}</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>比对对象</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>已比对</translation>
    </message>
    <message>
        <source>{size} that no file uses</source>
        <translation>{size}（没有文件使用的空间）</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>You can start the Nano with it.</source>
        <translation>可以用它启动 Nano。</translation>
    </message>
    <message>
        <source>Write what differs…</source>
        <translation>写入不同的部分…</translation>
    </message>
    <message>
        <source>Compare with an image</source>
        <translation>与镜像比对</translation>
    </message>
</context>
<context>
    <name>ConnectPage</name>
    <message>
        <source>Connect to your Nano</source>
        <translation>连接您的 Nano</translation>
    </message>
    <message>
        <source>This is what it says about itself. Nothing has been changed on it.</source>
        <translation>以下是它自己报告的信息。没有改动它的任何内容。</translation>
    </message>
    <message>
        <source>Nanos on the USB cable and in your network appear here by themselves.</source>
        <translation>USB 线和网络里的 Nano 会自动出现在这里。</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Choose another Nano</source>
        <translation>选择别的 Nano</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Trust and connect</source>
        <translation>信任并连接</translation>
    </message>
    <message>
        <source>The practice Nano’s password is “{password}”.</source>
        <translation>练习用 Nano 的密码是“{password}”。</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>搜索中</translation>
    </message>
    <message>
        <source>First contact with this Nano</source>
        <translation>第一次连接这台 Nano</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Nanos</source>
        <translation>Nano 列表</translation>
    </message>
    <message>
        <source>Name or IP address</source>
        <translation>名称或 IP 地址</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>for example 192.168.1.37 or nano-desktop.local</source>
        <translation>例如 192.168.1.37 或 nano-desktop.local</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>密钥文件</translation>
    </message>
    <message>
        <source>Passphrase of the key file</source>
        <translation>密钥口令</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Keep the password in this computer’s keyring</source>
        <translation>把密码保存在本机的密钥环里</translation>
    </message>
    <message>
        <source>Password for changes</source>
        <translation>改动时用的密码</translation>
    </message>
    <message>
        <source>Use a password alone</source>
        <translation>只用密码</translation>
    </message>
    <message>
        <source>Practice Nano</source>
        <translation>练习用 Nano</translation>
    </message>
    <message>
        <source>Nano that was used before</source>
        <translation>以前用过的 Nano</translation>
    </message>
    <message>
        <source>pretend Nano</source>
        <translation>模拟的 Nano</translation>
    </message>
    <message>
        <source>answers on the USB cable</source>
        <translation>在 USB 线上有应答</translation>
    </message>
    <message>
        <source>its first-boot setup is not finished</source>
        <translation>首次启动设置尚未完成</translation>
    </message>
    <message>
        <source>its first-boot setup may not be finished</source>
        <translation>首次启动设置可能尚未完成</translation>
    </message>
    <message>
        <source>you have trusted it before</source>
        <translation>您以前信任过它</translation>
    </message>
    <message>
        <source>may be a Jetson, by its network card</source>
        <translation>从网卡看，可能是 Jetson</translation>
    </message>
    <message>
        <source>may be a Nano, by its name</source>
        <translation>从名称看，可能是 Nano</translation>
    </message>
    <message>
        <source>was used before</source>
        <translation>以前用过</translation>
    </message>
    <message>
        <source>runs Ubuntu 18.04, as a Nano does</source>
        <translation>运行 Ubuntu 18.04，与 Nano 相同</translation>
    </message>
    <message>
        <source>may be any computer</source>
        <translation>可能是任意一台电脑</translation>
    </message>
    <message>
        <source>Not set up</source>
        <translation>尚未设置</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新</translation>
    </message>
    <message>
        <source>Nano on the USB cable</source>
        <translation>USB 线上的 Nano</translation>
    </message>
    <message>
        <source>last used {time} ago as {user}</source>
        <translation>{time}前以用户 {user} 使用过</translation>
    </message>
    <message>
        <source>Another address</source>
        <translation>其他地址</translation>
    </message>
    <message>
        <source>Type a name or an IP address</source>
        <translation>输入名称或 IP 地址</translation>
    </message>
    <message>
        <source>does not answer yet</source>
        <translation>还没有响应</translation>
    </message>
    <message>
        <source>Use a key file</source>
        <translation>使用密钥文件</translation>
    </message>
    <message>
        <source>This passphrase does not open the key file. Type it again.</source>
        <translation>此口令无法打开密钥文件，请重新输入。</translation>
    </message>
    <message>
        <source>This key file is locked. Its passphrase stays in memory only.</source>
        <translation>这个密钥文件有口令保护。密钥口令只留在内存中。</translation>
    </message>
    <message>
        <source>Choose a key file</source>
        <translation>选择密钥文件</translation>
    </message>
    <message>
        <source>If you can, compare this fingerprint with the Nano’s own. NanoWizard remembers it and warns you if it ever changes.</source>
        <translation>如果可以，请与 Nano 自己显示的指纹核对。NanoWizard 会记住它，如有变化会提醒您。</translation>
    </message>
    <message>
        <source>This Nano has a new fingerprint</source>
        <translation>这台 Nano 有了新指纹</translation>
    </message>
    <message>
        <source>You wrote a card {time} ago, and a new card brings a new fingerprint. Trust it only if that card is in this Nano.</source>
        <translation>您在{time}前写过一张存储卡，新卡会带来新指纹。只有那张卡就在这台 Nano 里时，才请信任。</translation>
    </message>
    <message>
        <source>You wrote this card {time} ago, so a new fingerprint is expected. NanoWizard remembers it and warns you if it ever changes.</source>
        <translation>这张卡是{time}前写好的，出现新指纹属正常。NanoWizard 会记住它，如有变化会提醒您。</translation>
    </message>
    <message>
        <source>If you wrote the card anew, this is expected. If not, somebody may be in between: do not connect.</source>
        <translation>如果您重新写过存储卡，这属正常。否则可能有人冒充这台 Nano，请不要连接。</translation>
    </message>
    <message>
        <source>Remembered fingerprint</source>
        <translation>记住的指纹</translation>
    </message>
    <message>
        <source>Fingerprint now</source>
        <translation>现在的指纹</translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation>不连接</translation>
    </message>
    <message>
        <source>I wrote a new card: forget the old fingerprint</source>
        <translation>我重新写过存储卡：忘记旧指纹</translation>
    </message>
    <message>
        <source>Connected to {name}</source>
        <translation>已连接到 {name}</translation>
    </message>
    <message>
        <source>NanoWizard remembers its fingerprint. The password is not stored.</source>
        <translation>NanoWizard 会记住它的指纹，不会保存密码。</translation>
    </message>
    <message>
        <source>NanoWizard remembers its fingerprint. The password is in this computer’s keyring.</source>
        <translation>NanoWizard 会记住它的指纹。密码保存在本机的密钥环里。</translation>
    </message>
    <message>
        <source>It calls itself “{model}”.</source>
        <translation>它自称“{model}”。</translation>
    </message>
    <message>
        <source>NanoWizard only looked, and changes nothing on it. Choose your Nano instead.</source>
        <translation>NanoWizard 只是看了看，不会改动它。请改选您的 Nano。</translation>
    </message>
    <message>
        <source>This is not a Jetson Nano</source>
        <translation>这不是 Jetson Nano</translation>
    </message>
    <message>
        <source>Add memory…</source>
        <translation>增加内存…</translation>
    </message>
    <message>
        <source>Use the whole card…</source>
        <translation>使用整张存储卡…</translation>
    </message>
    <message>
        <source>Choose the power mode…</source>
        <translation>选择功耗模式…</translation>
    </message>
    <message>
        <source>Set the clock</source>
        <translation>校准时钟</translation>
    </message>
    <message>
        <source>Complete the packages…</source>
        <translation>补全软件包…</translation>
    </message>
    <message>
        <source>Lend it this computer’s internet…</source>
        <translation>把这台电脑的网络借给它…</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>开发板</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换空间</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功耗</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>互联网</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>软件包</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{free} free</source>
        <translation>剩余 {free}</translation>
    </message>
    <message>
        <source>{free} free of {size}</source>
        <translation>剩余 {free}，共 {size}</translation>
    </message>
    <message>
        <source>supply too weak</source>
        <translation>电源太弱</translation>
    </message>
    <message>
        <source>supply strong enough</source>
        <translation>电源足够</translation>
    </message>
    <message>
        <source>reachable</source>
        <translation>可以连接</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>没有网络</translation>
    </message>
    <message>
        <source>finds no names (DNS)</source>
        <translation>无法解析域名（DNS）</translation>
    </message>
    <message>
        <source>Ubuntu’s server is not reached</source>
        <translation>连不上 Ubuntu 的服务器</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong by {time}</source>
        <translation>相差 {time}</translation>
    </message>
    <message>
        <source>some half installed</source>
        <translation>有软件包只装了一半</translation>
    </message>
    <message>
        <source>being installed now</source>
        <translation>正在安装软件包</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>NanoWizard’s key may log in to this Nano</source>
        <translation>NanoWizard 的密钥可以登录这台 Nano</translation>
    </message>
    <message>
        <source>The next login needs no password. Changes still ask for it.</source>
        <translation>下次登录不需要密码。改动时仍会用到密码。</translation>
    </message>
    <message>
        <source>Take the key back</source>
        <translation>收回密钥</translation>
    </message>
    <message>
        <source>Log in without a password from now on</source>
        <translation>以后登录不再需要密码</translation>
    </message>
    <message>
        <source>NanoWizard makes a key on this computer and adds one line for it on the Nano. It can be taken back.</source>
        <translation>NanoWizard 在本机生成一个密钥，并在 Nano 上为它加一行。以后可以收回。</translation>
    </message>
    <message>
        <source>Add a key</source>
        <translation>添加密钥</translation>
    </message>
    <message>
        <source>Its serial port is {device}, at 115200 baud.</source>
        <translation>它的串口是 {device}，波特率 115200。</translation>
    </message>
    <message>
        <source>Not searched, because too large or not private: {networks}.</source>
        <translation>未搜索（范围太大或不是内网）：{networks}。</translation>
    </message>
</context>
<context>
    <name>FinishPage</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>This is how far you are</source>
        <translation>目前的进展</translation>
    </message>
    <message>
        <source>Not every step is done. You can do the others later under “Repair one step”.</source>
        <translation>还有步骤没有完成。以后可以在“修复某一步”中继续。</translation>
    </message>
    <message>
        <source>Your Nano is ready</source>
        <translation>您的 Nano 已就绪</translation>
    </message>
    <message>
        <source>This is what was done. You can repeat any step later under “Repair one step”.</source>
        <translation>以下是完成的内容。以后可以在“修复某一步”中重做任意一步。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Save as profile…</source>
        <translation>另存为配置…</translation>
    </message>
    <message>
        <source>Sets up other Nanos in the same way. Holds no password.</source>
        <translation>可用同样方式设置其他 Nano，不含密码。</translation>
    </message>
    <message>
        <source>{headline}.</source>
        <comment>made a whole sentence</comment>
        <translation>{headline}。</translation>
    </message>
    <message>
        <source>TensorFlow {version} runs on your Nano</source>
        <translation>TensorFlow {version} 已在您的 Nano 上运行</translation>
    </message>
    <message>
        <source>Your Nano runs with {size} of extra memory</source>
        <translation>您的 Nano 正在运行，并多了 {size} 内存</translation>
    </message>
    <message>
        <source>Your Nano runs and is set up</source>
        <translation>您的 Nano 正在运行，已设置完毕</translation>
    </message>
    <message>
        <source>Save as a profile</source>
        <translation>另存为配置</translation>
    </message>
    <message>
        <source>Some steps are not done yet</source>
        <translation>还有步骤没有完成</translation>
    </message>
    <message>
        <source>The steps took {time} in all.</source>
        <translation>各步骤共用时{time}。</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>NanoWizard report, {time}</source>
        <translation>NanoWizard 报告，{time}</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>It has learned your pictures</source>
        <translation>它已学会您的图片</translation>
    </message>
    <message>
        <source>It does not use the GPU</source>
        <translation>没有使用 GPU</translation>
    </message>
    <message>
        <source>The GPU is {ratio} times as fast as the processor</source>
        <translation>GPU 的速度是处理器的 {ratio} 倍</translation>
    </message>
    <message>
        <source>{size} written, read back and equal</source>
        <translation>写入 {size}，读回比对一致</translation>
    </message>
    <message>
        <source>Answered at {host}</source>
        <translation>在 {host} 有响应</translation>
    </message>
    <message>
        <source>{name}, fingerprint remembered</source>
        <translation>{name}，指纹已记住</translation>
    </message>
    <message>
        <source>{size} swap file</source>
        <translation>{size} 交换文件</translation>
    </message>
    <message>
        <source>compressed memory kept</source>
        <translation>保留压缩内存</translation>
    </message>
    <message>
        <source>NVIDIA’s container, started once</source>
        <translation>NVIDIA 的容器，已试启动一次</translation>
    </message>
    <message>
        <source>{version}, started once</source>
        <translation>{version}，已试启动一次</translation>
    </message>
    <message>
        <source>{size}, the whole card</source>
        <translation>{size}，整张存储卡</translation>
    </message>
    <message>
        <source>No package is half installed</source>
        <translation>没有只装了一半的软件包</translation>
    </message>
    <message>
        <source>without a desktop</source>
        <translation>没有桌面</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Data (*.json)</source>
        <translation>数据 (*.json)</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>Profile (*.json)</source>
        <translation>配置 (*.json)</translation>
    </message>
    <message>
        <source>NanoWizard report</source>
        <translation>NanoWizard 报告</translation>
    </message>
    <message>
        <source>What was found and measured</source>
        <translation>发现和测量的结果</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>原有</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>所做的更改</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Nothing is known to be changed</source>
        <translation>未发现有更改</translation>
    </message>
    <message>
        <source>To undo it</source>
        <translation>撤销方法</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
</context>
<context>
    <name>FlashOptions</name>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Everything is written, unless writing this image broke off before.</source>
        <translation>全部写入；若此前写入该镜像时中断过，则接着写。</translation>
    </message>
    <message>
        <source>A short look at the card tells which of the two is quicker.</source>
        <translation>先快速查看存储卡，再选用较快的一种。</translation>
    </message>
    <message>
        <source>What is on the card already</source>
        <translation>卡上已有的内容</translation>
    </message>
    <message>
        <source>Choose by itself</source>
        <translation>自动选择</translation>
    </message>
    <message>
        <source>Write only what differs</source>
        <translation>只写入不同之处</translation>
    </message>
    <message>
        <source>All is read first. Quick where little differs, slower on other cards.</source>
        <translation>先读取全部内容。不同之处少时很快，其他卡则较慢。</translation>
    </message>
    <message>
        <source>Write everything</source>
        <translation>全部写入</translation>
    </message>
    <message>
        <source>Takes the full time, whatever is on the card.</source>
        <translation>无论卡上有什么，都需要完整的时间。</translation>
    </message>
    <message>
        <source>Write every byte</source>
        <translation>写入每个字节</translation>
    </message>
    <message>
        <source>Also where the image is empty. Takes longer; no old content stays there.</source>
        <translation>镜像的空白处也写入。耗时更长；那里不会留下旧内容。</translation>
    </message>
    <message>
        <source>Takes {size} here. Another card, or another try, downloads all again.</source>
        <translation>在本机占用 {size}。写另一张卡或重试时，需要全部重新下载。</translation>
    </message>
    <message>
        <source>The download</source>
        <translation>下载的文件</translation>
    </message>
    <message>
        <source>Keep it if there is room</source>
        <translation>空间足够时保留</translation>
    </message>
    <message>
        <source>With it, another card needs no download.</source>
        <translation>保留后，写另一张卡无需再下载。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Another card needs no download. Without room nothing is written.</source>
        <translation>写另一张卡无需再下载。空间不足时不会写入。</translation>
    </message>
    <message>
        <source>Do not keep it</source>
        <translation>不保留</translation>
    </message>
</context>
<context>
    <name>FlashPage</name>
    <message>
        <source>Write the image to the card</source>
        <translation>把镜像写入存储卡</translation>
    </message>
    <message>
        <source>The card is marked as not ready, so it cannot be used by mistake.</source>
        <translation>这张卡已标记为未就绪，不会被误用。</translation>
    </message>
    <message>
        <source>Nothing was written to the card.</source>
        <translation>没有向存储卡写入任何内容。</translation>
    </message>
    <message>
        <source>What is right stays on the card. What is written is read back and compared.</source>
        <translation>卡上正确的内容会保留。写入的部分会读回并比较。</translation>
    </message>
    <message>
        <source>Writing first, then everything is read back and compared.</source>
        <translation>先写入，再全部读回比对。</translation>
    </message>
    <message>
        <source>The image is on the card and was checked.</source>
        <translation>镜像已写入存储卡，并通过校验。</translation>
    </message>
    <message>
        <source>The image has to be complete before it can be written.</source>
        <translation>镜像完整后才能写入。</translation>
    </message>
    <message>
        <source>Check that this is the right card. Nothing has been changed so far.</source>
        <translation>请确认是这张卡。到目前为止还没有任何改动。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Stop now?</source>
        <translation>现在停止吗？</translation>
    </message>
    <message>
        <source>Nothing has been written yet.</source>
        <translation>还没有写入任何内容。</translation>
    </message>
    <message>
        <source>Stop writing the card?</source>
        <translation>要停止写入存储卡吗？</translation>
    </message>
    <message>
        <source>The card stays unfinished and is marked as not ready. You can write it again.</source>
        <translation>存储卡将停留在未写完的状态，并标记为未就绪。您可以重新写入。</translation>
    </message>
    <message>
        <source>Choose another card</source>
        <translation>换一张卡</translation>
    </message>
    <message>
        <source>Choose the image</source>
        <translation>选择镜像</translation>
    </message>
    <message>
        <source>Write the card again</source>
        <translation>重新写入存储卡</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>still being downloaded</source>
        <translation>还在下载</translation>
    </message>
    <message>
        <source>The card</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>Looking at it…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Use the whole card</source>
        <translation>使用整张存储卡</translation>
    </message>
    <message>
        <source>The system&apos;s partition gets all the room. Else the Nano&apos;s first start does that.</source>
        <translation>系统分区会得到全部空间。否则由 Nano 在首次启动时完成。</translation>
    </message>
    <message>
        <source>Hold to erase and write</source>
        <translation>按住以清除并写入</translation>
    </message>
    <message>
        <source>Erase and write to {card}, {size}</source>
        <translation>清除并写入 {card}，{size}</translation>
    </message>
    <message>
        <source>Write, read back and compare, make the card safe to remove</source>
        <translation>写入、读回比对，然后安全弹出</translation>
    </message>
    <message>
        <source>Download the rest and write it at the same time, then compare</source>
        <translation>一边下载其余部分一边写入，然后核对</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>随后</translation>
    </message>
    <message>
        <source>Made to fit</source>
        <translation>适应卡的大小</translation>
    </message>
    <message>
        <source>Made smaller</source>
        <translation>已缩小</translation>
    </message>
    <message>
        <source>After {size}. What is right there stays, and only the rest is written.</source>
        <translation>在 {size} 之后。正确的内容会保留，只写入其余部分。</translation>
    </message>
    <message>
        <source>Goes on</source>
        <translation>继续写入</translation>
    </message>
    <message>
        <source>You stopped the writing</source>
        <translation>您停止了写入</translation>
    </message>
    <message>
        <source>The card is not finished. Write it again before you use it in the Nano.</source>
        <translation>这张卡没有写完。用于 Nano 之前请重新写入。</translation>
    </message>
    <message>
        <source>You stopped before anything was written</source>
        <translation>您在写入之前停止了</translation>
    </message>
    <message>
        <source>The card is as it was.</source>
        <translation>存储卡保持原样。</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>You can take the card out</source>
        <translation>可以取出存储卡了</translation>
    </message>
    <message>
        <source>The card is ready</source>
        <translation>存储卡已就绪</translation>
    </message>
    <message>
        <source>Was there already</source>
        <translation>卡上已有</translation>
    </message>
    <message>
        <source>The system&apos;s partition, by {size}</source>
        <translation>系统分区，增加 {size}</translation>
    </message>
    <message>
        <source>Made larger</source>
        <translation>已扩大</translation>
    </message>
    <message>
        <source>The image, by {size}</source>
        <translation>镜像，减少 {size}</translation>
    </message>
    <message>
        <source>Everything that was written was read back from the card and is the same.</source>
        <translation>写入的内容已全部从卡上读回，完全一致。</translation>
    </message>
    <message>
        <source>It was written, but not read back.</source>
        <translation>已写入，但没有读回比对。</translation>
    </message>
    <message>
        <source>{size} in {time}</source>
        <translation>{size}，用时{time}</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>已比对</translation>
    </message>
    <message>
        <source>{size} that no file uses</source>
        <translation>{size}（没有文件使用的空间）</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>略过</translation>
    </message>
    <message>
        <source>Written twice</source>
        <translation>重写过</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Make safe to remove</source>
        <translation>安全弹出</translation>
    </message>
    <message>
        <source>The card waits. What was written stays, and goes on from there.</source>
        <translation>卡在等待。已写入的内容会保留，之后从那里继续。</translation>
    </message>
    <message>
        <source>Image on the card</source>
        <translation>卡上的镜像</translation>
    </message>
    <message>
        <source>Speed, MB/s</source>
        <translation>速度，MB/s</translation>
    </message>
    <message>
        <source>Leave the card in. You may use other programs; this computer will not go to sleep.</source>
        <translation>请勿拔出存储卡。您可以使用其他程序，电脑不会进入睡眠。</translation>
    </message>
    <message>
        <source>Leave the card in. You may use other programs.</source>
        <translation>请勿拔出存储卡。您可以使用其他程序。</translation>
    </message>
    <message>
        <source>Comparing {card} with {image}, writing what differs</source>
        <translation>正在比较 {card} 与 {image}，并写入不同的部分</translation>
    </message>
    <message>
        <source>Writing {image} to {card}</source>
        <translation>正在把“{image}”写入“{card}”</translation>
    </message>
    <message>
        <source>Downloading {image}</source>
        <translation>正在下载 {image}</translation>
    </message>
    <message>
        <source>Looking at what is on the card already</source>
        <translation>正在查看卡上已有的内容</translation>
    </message>
    <message>
        <source>Reading the card back and comparing</source>
        <translation>正在读回并比对</translation>
    </message>
    <message>
        <source>Writing a few places again</source>
        <translation>正在重写几处位置</translation>
    </message>
    <message>
        <source>Making the card safe to remove</source>
        <translation>正在安全弹出存储卡</translation>
    </message>
    <message>
        <source>Waiting for permission</source>
        <translation>正在等待权限</translation>
    </message>
    <message>
        <source>Getting the card ready</source>
        <translation>正在准备存储卡</translation>
    </message>
    <message>
        <source>average {rate}</source>
        <translation>平均 {rate}</translation>
    </message>
    <message>
        <source>The image is still being checked</source>
        <translation>镜像还在校验</translation>
    </message>
    <message>
        <source>The image is still being downloaded</source>
        <translation>镜像还在下载</translation>
    </message>
    <message>
        <source>As soon as it is here you are asked whether the card may be erased.</source>
        <translation>下载完成后，会先问您是否可以清除存储卡。</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop this step?</source>
        <translation>要停止这一步吗？</translation>
    </message>
    <message>
        <source>NanoWizard ends it in a safe way. You can start it again at any time.</source>
        <translation>NanoWizard 会安全地结束它。您可以随时重新开始。</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>停止并退出</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation>停止…</translation>
    </message>
    <message>
        <source>Back to start</source>
        <translation>返回首页</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>系统镜像</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>Flash</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Boot</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换空间</translation>
    </message>
    <message>
        <source>Mirrors</source>
        <translation>软件源</translation>
    </message>
    <message>
        <source>TensorFlow</source>
        <translation>TensorFlow</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Power and desktop</source>
        <translation>功耗与桌面</translation>
    </message>
    <message>
        <source>Root file system</source>
        <translation>根文件系统</translation>
    </message>
    <message>
        <source>System packages</source>
        <translation>系统软件包</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Repair card</source>
        <translation>修复存储卡</translation>
    </message>
    <message>
        <source>Format card</source>
        <translation>格式化存储卡</translation>
    </message>
    <message>
        <source>Test card</source>
        <translation>测试存储卡</translation>
    </message>
    <message>
        <source>Compare card</source>
        <translation>比对存储卡</translation>
    </message>
    <message>
        <source>Several cards</source>
        <translation>多张存储卡</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>At the Nano</source>
        <translation>在 Nano 旁</translation>
    </message>
    <message>
        <source>On the Nano</source>
        <translation>在 Nano 里</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>练习</translation>
    </message>
    <message>
        <source>Pretend card and Nano. Nothing real is touched.</source>
        <translation>存储卡和 Nano 都是模拟的，不会改动真实设备。</translation>
    </message>
    <message>
        <source>Help and log</source>
        <translation>帮助与日志</translation>
    </message>
    <message>
        <source>{page} – NanoWizard</source>
        <translation>{page} – NanoWizard</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第{number}步，共{count}步</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help and log</source>
        <translation>帮助与日志</translation>
    </message>
    <message>
        <source>Every page can be opened again later</source>
        <translation>每一页以后都可以重新打开</translation>
    </message>
    <message>
        <source>Choose “Repair one step” on the first page. It checks every step.</source>
        <translation>在首页选择“修复某一步”，它会检查每一步。</translation>
    </message>
    <message>
        <source>Log of what was done (without passwords)</source>
        <translation>操作日志（不含密码）</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ImagePage</name>
    <message>
        <source>The image is the operating system your Nano starts from. If you are unsure, keep the recommended one.</source>
        <translation>镜像就是 Nano 启动所用的操作系统。不确定时，保留推荐项即可。</translation>
    </message>
    <message>
        <source>Choose the system image</source>
        <translation>选择系统镜像</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Other versions and images…</source>
        <translation>其他版本和镜像…</translation>
    </message>
    <message>
        <source>Downloads on this computer…</source>
        <translation>这台电脑上的下载…</translation>
    </message>
    <message>
        <source>This module does not start from a card</source>
        <translation>这个模块不从存储卡启动</translation>
    </message>
    <message>
        <source>It has a memory chip (eMMC) of its own and starts from that. No image for a card helps. Write the chip with NVIDIA&apos;s SDK Manager, on a computer with Ubuntu. If there is a card slot below the heat sink, choose one of the other two.</source>
        <translation>它有自己的存储芯片（eMMC），并从芯片启动，任何存储卡镜像都不起作用。请在装有 Ubuntu 的电脑上用 NVIDIA 的 SDK Manager 写入芯片。如果散热片下方有卡槽，请选择另外两种之一。</translation>
    </message>
    <message>
        <source>Choose the card</source>
        <translation>选择存储卡</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>The newest is best for most. Choose another one only if you need it.</source>
        <translation>对多数人来说最新的最好。确有需要时再选其他的。</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>所有镜像</translation>
    </message>
    <message>
        <source>What was downloaded is kept here. Remove what you no longer need.</source>
        <translation>下载过的文件都保留在这里。不再需要的可以删除。</translation>
    </message>
    <message>
        <source>Downloads on this computer</source>
        <translation>这台电脑上的下载</translation>
    </message>
    <message>
        <source>Use this image</source>
        <translation>使用这个镜像</translation>
    </message>
    <message>
        <source>Check it and use it</source>
        <translation>检查并使用</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再找一次</translation>
    </message>
    <message>
        <source>Continue the download</source>
        <translation>继续下载</translation>
    </message>
    <message>
        <source>Stop checking the file?</source>
        <translation>停止检查文件？</translation>
    </message>
    <message>
        <source>The file stays as it is.</source>
        <translation>文件保持原样。</translation>
    </message>
    <message>
        <source>What has arrived is kept. The download goes on from there next time.</source>
        <translation>已下载的部分会保留，下次接着下载。</translation>
    </message>
    <message>
        <source>Stop the download?</source>
        <translation>要停止下载吗？</translation>
    </message>
    <message>
        <source>You can go on now. The card can be written while the rest arrives.</source>
        <translation>现在就可以继续。其余部分下载时就能写入存储卡。</translation>
    </message>
    <message>
        <source>{file} is in {folder}. It is checked first; nothing has to be downloaded.</source>
        <translation>{file} 在 {folder} 中。会先检查它，无需下载。</translation>
    </message>
    <message>
        <source>This image seems to be here already</source>
        <translation>这个镜像好像已经在这台电脑上了</translation>
    </message>
    <message>
        <source>This image has to be downloaded with a web browser</source>
        <translation>这个镜像要用浏览器下载</translation>
    </message>
    <message>
        <source>Save it in your Downloads. NanoWizard finds it there.</source>
        <translation>请保存到“下载”文件夹，NanoWizard 会在那里找到它。</translation>
    </message>
    <message>
        <source>Open the web page</source>
        <translation>打开网页</translation>
    </message>
    <message>
        <source>Checking the file…</source>
        <translation>正在校验文件…</translation>
    </message>
    <message>
        <source>Delete it and download it again</source>
        <translation>删除并重新下载</translation>
    </message>
    <message>
        <source>Use another server…</source>
        <translation>换一个服务器…</translation>
    </message>
    <message>
        <source>Change the address</source>
        <translation>修改地址</translation>
    </message>
    <message>
        <source>Choose another file…</source>
        <translation>选择其他文件…</translation>
    </message>
    <message>
        <source>It was set aside as {file}, and nothing will use it.</source>
        <translation>它已另存为 {file}，不会再被使用。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Practice image</source>
        <translation>练习用镜像</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>需下载 {size}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Checking what was downloaded before</source>
        <translation>正在校验之前下载的部分</translation>
    </message>
    <message>
        <source>Taking along what has arrived…</source>
        <translation>正在移动已下载的部分…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>Downloading from this computer</source>
        <translation>正在从这台电脑下载</translation>
    </message>
    <message>
        <source>Downloading from {server}</source>
        <translation>正在下载（{server}）</translation>
    </message>
    <message>
        <source>The download is paused</source>
        <translation>下载已暂停</translation>
    </message>
    <message>
        <source>This download broke off before</source>
        <translation>这个下载上次中断了</translation>
    </message>
    <message>
        <source>Not downloaded yet</source>
        <translation>尚未下载</translation>
    </message>
    <message>
        <source>{have} are here. Nothing of it is lost.</source>
        <translation>已有 {have}，一点都不会丢失。</translation>
    </message>
    <message>
        <source>Only {free} are free on this computer, and {need} are needed</source>
        <translation>这台电脑只剩 {free} 可用空间，需要 {need}</translation>
    </message>
    <message>
        <source>{free} free on this computer, {need} needed</source>
        <translation>这台电脑有 {free} 可用空间，需要 {need}</translation>
    </message>
    <message>
        <source>{size} free on this computer</source>
        <translation>本机剩余 {size}</translation>
    </message>
    <message>
        <source>Compare with a checksum</source>
        <translation>与校验和比较</translation>
    </message>
    <message>
        <source>File, sizes and checksums</source>
        <translation>文件、大小和校验和</translation>
    </message>
    <message>
        <source>The image is here, and it is for a Jetson Nano</source>
        <translation>镜像已就绪，适用于 Jetson Nano</translation>
    </message>
    <message>
        <source>This is not known as a JetPack image</source>
        <translation>没有认出这是 JetPack 镜像</translation>
    </message>
    <message>
        <source>Download it again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Check every byte</source>
        <translation>检查每个字节</translation>
    </message>
    <message>
        <source>File: {file}.</source>
        <translation>文件：{file}。</translation>
    </message>
    <message>
        <source>File: {file}. It takes {size} on the card.</source>
        <translation>文件：{file}。在存储卡上占 {size}。</translation>
    </message>
    <message>
        <source>It was in {folder} already. Nothing had to be downloaded.</source>
        <translation>它已经在 {folder} 中，无需下载。</translation>
    </message>
    <message>
        <source>The system inside is JetPack {jetpack} (L4T {l4t}).</source>
        <translation>其中的系统是 JetPack {jetpack}（L4T {l4t}）。</translation>
    </message>
    <message>
        <source>Checked: it begins with the partitions of a JetPack image.</source>
        <translation>已检查：开头是 JetPack 镜像的分区。</translation>
    </message>
    <message>
        <source>It came over an encrypted link from {host}.</source>
        <translation>它通过加密连接来自 {host}。</translation>
    </message>
    <message>
        <source>Its addresses in the list of images: {words}</source>
        <translation>镜像列表中的地址：{words}</translation>
    </message>
    <message>
        <source>It is whole: every byte fits the checksum inside the file.</source>
        <translation>文件完整：每个字节都符合文件内的校验和。</translation>
    </message>
    <message>
        <source>Its size is exactly the known one.</source>
        <translation>大小与已知的完全一致。</translation>
    </message>
    <message>
        <source>Its checksum is the one that its makers published.</source>
        <translation>校验和与制作者公布的一致。</translation>
    </message>
    <message>
        <source>Its checksum is the one that others have noted.</source>
        <translation>校验和与其他人记录的一致。</translation>
    </message>
    <message>
        <source>Its checksum is the one that you gave.</source>
        <translation>校验和与您给出的一致。</translation>
    </message>
    <message>
        <source>Not checked yet: whether every byte is right. That is checked while the card is written.</source>
        <translation>尚未检查：每个字节是否正确。写卡时会检查。</translation>
    </message>
    <message>
        <source>Not checked yet: its checksum, which is known.</source>
        <translation>尚未检查：它的校验和（已知）。</translation>
    </message>
    <message>
        <source>Nobody has published its checksum. So damage would be noticed, but not a file that somebody changed.</source>
        <translation>没有人公布过它的校验和。因此损坏能被发现，被人改动过的文件则不能。</translation>
    </message>
    <message>
        <source>It is not in the list of images. Use it only if you trust where you got it.</source>
        <translation>它不在镜像列表中。只有信任其来源时才使用它。</translation>
    </message>
    <message>
        <source>There is no checksum inside the file. Damage on the way to you would not be noticed.</source>
        <translation>文件内没有校验和，传输途中的损坏无法发现。</translation>
    </message>
    <message>
        <source>It was not unpacked to its end yet. That is checked while the card is written.</source>
        <translation>还没有解压到末尾。写入存储卡时会检查。</translation>
    </message>
    <message>
        <source>Its checksum was not compared.</source>
        <translation>没有比较校验和。</translation>
    </message>
    <message>
        <source>It can be written, but NanoWizard cannot say whether a Nano starts from it.</source>
        <translation>可以写入，但 NanoWizard 无法判断 Nano 能否用它启动。</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <source>Small, made on this computer. It cannot start a real Nano.</source>
        <translation>很小，在本机生成，不能启动真正的 Nano。</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Read first</source>
        <translation>请先阅读</translation>
    </message>
    <message>
        <source>Made by others, not by NVIDIA.</source>
        <translation>由他人制作，不是 NVIDIA 的。</translation>
    </message>
    <message>
        <source>{download} to download.</source>
        <translation>下载 {download}。</translation>
    </message>
    <message>
        <source>{download} to download, {card} on the card.</source>
        <translation>下载 {download}，在存储卡上占 {card}。</translation>
    </message>
    <message>
        <source>In practice mode nothing is downloaded from the internet.</source>
        <translation>练习时不会从网上下载任何东西。</translation>
    </message>
    <message>
        <source>From NVIDIA.</source>
        <translation>来自 NVIDIA。</translation>
    </message>
    <message>
        <source>Choose it, or drop it here. It is checked before it is used.</source>
        <translation>选择文件，或拖到这里。使用前会先检查。</translation>
    </message>
    <message>
        <source>A file on this computer</source>
        <translation>本机上的文件</translation>
    </message>
    <message>
        <source>Images for {board}</source>
        <translation>适用于 {board} 的镜像</translation>
    </message>
    <message>
        <source>Back to the choice</source>
        <translation>返回选择</translation>
    </message>
    <message>
        <source>Use another list of images</source>
        <translation>使用其他镜像列表</translation>
    </message>
    <message>
        <source>Correct the list, or go on with the one that is shown below.</source>
        <translation>请改正列表，或继续使用下面显示的列表。</translation>
    </message>
    <message>
        <source>A school or a firm may have a list of its own: a file, or its address.</source>
        <translation>学校或公司可能有自己的列表：一个文件或一个地址。</translation>
    </message>
    <message>
        <source>File or address of the list</source>
        <translation>列表的文件或地址</translation>
    </message>
    <message>
        <source>catalog.json or https://</source>
        <translation>catalog.json 或 https://</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Use this list</source>
        <translation>使用这个列表</translation>
    </message>
    <message>
        <source>Use NanoWizard&apos;s own list</source>
        <translation>使用 NanoWizard 自带的列表</translation>
    </message>
    <message>
        <source>Choose a list of images</source>
        <translation>选择镜像列表</translation>
    </message>
    <message>
        <source>Lists of images ({patterns})</source>
        <translation>镜像列表（{patterns}）</translation>
    </message>
    <message>
        <source>An address (URL)</source>
        <translation>网址（URL）</translation>
    </message>
    <message>
        <source>For an image from another web site.</source>
        <translation>用于其他网站上的镜像。</translation>
    </message>
    <message>
        <source>Images ({patterns})</source>
        <translation>镜像 ({patterns})</translation>
    </message>
    <message>
        <source>All files ({patterns})</source>
        <translation>所有文件 ({patterns})</translation>
    </message>
    <message>
        <source>Choose an image file</source>
        <translation>选择镜像文件</translation>
    </message>
    <message>
        <source>Choose a folder for downloads</source>
        <translation>选择下载文件夹</translation>
    </message>
    <message>
        <source>Address of the image</source>
        <translation>镜像的网址</translation>
    </message>
    <message>
        <source>Nano 4 GB</source>
        <translation>4 GB 版 Nano</translation>
    </message>
    <message>
        <source>Nano 2 GB</source>
        <translation>2 GB 版 Nano</translation>
    </message>
    <message>
        <source>eMMC module</source>
        <translation>eMMC 模块</translation>
    </message>
    <message>
        <source>A02, B01: round plug</source>
        <translation>A02、B01：圆孔电源</translation>
    </message>
    <message>
        <source>Label {number}</source>
        <translation>标签 {number}</translation>
    </message>
    <message>
        <source>USB-C power plug</source>
        <translation>USB-C 电源插口</translation>
    </message>
    <message>
        <source>No slot for a card</source>
        <translation>没有卡槽</translation>
    </message>
    <message>
        <source>Which Nano do you have?</source>
        <translation>您的 Nano 是哪一种？</translation>
    </message>
    <message>
        <source>Speed at most</source>
        <translation>最高速度</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Checksum (SHA-256), if you were given one</source>
        <translation>校验和（SHA-256），如果有人给了您</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Folder for downloads</source>
        <translation>下载文件夹</translation>
    </message>
    <message>
        <source>Address of the same image on another server</source>
        <translation>同一镜像在其他服务器上的地址</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>As fast as possible</source>
        <translation>尽可能快</translation>
    </message>
    <message>
        <source>Choose by itself</source>
        <translation>自动选择</translation>
    </message>
    <message>
        <source>{host} (mainland China)</source>
        <translation>{host}（中国大陆）</translation>
    </message>
    <message>
        <source>Another address…</source>
        <translation>其他地址…</translation>
    </message>
    <message>
        <source>A SHA-256 checksum has 64 characters: 0-9, a-f</source>
        <translation>SHA-256 校验和有 64个字符：0-9、a-f</translation>
    </message>
    <message>
        <source>What NanoWizard downloads is kept here, so that it is downloaded only once.</source>
        <translation>NanoWizard 下载的文件保留在这里，只需下载一次。</translation>
    </message>
    <message>
        <source>No downloads yet</source>
        <translation>还没有下载</translation>
    </message>
    <message>
        <source>They take {size}. Removing one does not touch any card.</source>
        <translation>共占 {size}。删除它们不会影响任何存储卡。</translation>
    </message>
    <message>
        <source>Remove what is not whole</source>
        <translation>删除不完整的</translation>
    </message>
    <message>
        <source>Remove all…</source>
        <translation>全部删除…</translation>
    </message>
    <message>
        <source>Use the usual folder</source>
        <translation>使用默认文件夹</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Not complete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>It was not what was expected</source>
        <translation>它不是想要的文件</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Remove downloads</source>
        <translation>删除下载</translation>
    </message>
    <message>
        <source>Remove {file}?</source>
        <translation>删除 {file}？</translation>
    </message>
    <message>
        <source>Remove {count} downloads?</source>
        <translation>删除{count}个下载？</translation>
    </message>
    <message>
        <source>{size} become free. To use it again you have to download it again.</source>
        <translation>将腾出 {size}。再次使用时需要重新下载。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>{time}前</translation>
    </message>
    <message>
        <source>{why} Trying again now…</source>
        <translation>{why}正在重试…</translation>
    </message>
    <message>
        <source>{why} Trying again in {seconds} s.</source>
        <translation>{why}{seconds}秒后重试。</translation>
    </message>
    <message>
        <source>This computer has no network.</source>
        <translation>这台电脑没有网络。</translation>
    </message>
    <message>
        <source>The server is busy.</source>
        <translation>服务器繁忙。</translation>
    </message>
    <message>
        <source>The server has stopped sending.</source>
        <translation>服务器停止了发送。</translation>
    </message>
    <message>
        <source>The link broke.</source>
        <translation>连接中断了。</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>NanoWizard made a mistake</source>
        <translation>NanoWizard 自身出错了</translation>
    </message>
    <message>
        <source>The step stopped. Nothing that was half done is used.</source>
        <translation>这一步已停止，没有做完的部分不会被使用。</translation>
    </message>
    <message>
        <source>Try the step again. If it happens again, save the log and report it.</source>
        <translation>请重试这一步。如果再次发生，请保存日志并反馈给我们。</translation>
    </message>
    <message>
        <source>A settings file was damaged and has been put aside as {kept_as}. The defaults are used.</source>
        <translation>一个设置文件已损坏，已另存为 {kept_as}。现在使用默认设置。</translation>
    </message>
    <message>
        <source>The file {file} cannot be read</source>
        <translation>无法读取文件 {file}</translation>
    </message>
    <message>
        <source>It stays as it is, and nothing is written over it.</source>
        <translation>文件保持原样，不会被覆盖。</translation>
    </message>
    <message>
        <source>Close programs that may use it, make sure that you may read it, and try again.</source>
        <translation>请关闭可能正在使用它的程序，确认您有权读取它，然后重试。</translation>
    </message>
    <message>
        <source>{file} could not be saved</source>
        <translation>无法保存 {file}</translation>
    </message>
    <message>
        <source>What was saved before is unchanged.</source>
        <translation>之前保存的内容没有改变。</translation>
    </message>
    <message>
        <source>Erase the card {name} ({size_bytes}, {path}) and write {image} to it</source>
        <translation>清除存储卡 {name}（{size_bytes}，{path}），并把 {image} 写入其中</translation>
    </message>
    <message>
        <source>What the Nano needs is seen once it runs from this card</source>
        <translation>等 Nano 从这张卡启动后，才能看出它需要什么</translation>
    </message>
    <message>
        <source>Write an Ansible project</source>
        <translation>写出 Ansible 项目</translation>
    </message>
    <message>
        <source>There is something in {folder} already</source>
        <translation>{folder} 里已经有内容</translation>
    </message>
    <message>
        <source>Name a new folder.</source>
        <translation>请指定一个新文件夹。</translation>
    </message>
    <message>
        <source>The project could not be written to {folder}</source>
        <translation>无法把项目写入 {folder}</translation>
    </message>
    <message>
        <source>Nothing new is there.</source>
        <translation>没有留下新内容。</translation>
    </message>
    <message>
        <source>Check that the disk is not full and that you may write to its folder.</source>
        <translation>请确认磁盘没有满，并且您可以写入该文件夹。</translation>
    </message>
    <message>
        <source>The profile {file} cannot be read: {why}</source>
        <translation>无法读取配置文件 {file}：{why}</translation>
    </message>
    <message>
        <source>The set-up has not been told: {what}</source>
        <translation>设置还缺少这些信息：{what}</translation>
    </message>
    <message>
        <source>Write it into a profile and name that with --profile, or try --practice.</source>
        <translation>请把它们写进配置文件，再用 --profile 指定；也可以先用 --practice 试试。</translation>
    </message>
    <message>
        <source>There is no profile {file}</source>
        <translation>没有配置文件 {file}</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>Get the image</source>
        <translation>获取镜像</translation>
    </message>
    <message>
        <source>Images with a name</source>
        <translation>可按名称选择的镜像</translation>
    </message>
    <message>
        <source>Look into the image</source>
        <translation>查看镜像</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>Write the image to the card</source>
        <translation>把镜像写入存储卡</translation>
    </message>
    <message>
        <source>Compare the card with the image</source>
        <translation>比对存储卡与镜像</translation>
    </message>
    <message>
        <source>Wait for the Nano</source>
        <translation>等待 Nano</translation>
    </message>
    <message>
        <source>Connect to the Nano</source>
        <translation>连接 Nano</translation>
    </message>
    <message>
        <source>Give the Nano more memory</source>
        <translation>给 Nano 更多内存</translation>
    </message>
    <message>
        <source>Set up a Nano</source>
        <translation>设置一台 Nano</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>{path} holds the system that is running on this computer</source>
        <translation>{path} 上是本机正在运行的系统</translation>
    </message>
    <message>
        <source>NanoWizard never writes to it.</source>
        <translation>NanoWizard 绝不会写入它。</translation>
    </message>
    <message>
        <source>Choose your microSD card.</source>
        <translation>请选择您的 microSD 存储卡。</translation>
    </message>
    <message>
        <source>The image itself lies on {path}</source>
        <translation>镜像文件就在 {path} 上</translation>
    </message>
    <message>
        <source>Nothing was written: writing would destroy the image while it is being read.</source>
        <translation>没有写入任何内容：否则会在读取镜像的同时毁掉它。</translation>
    </message>
    <message>
        <source>Copy the image to this computer, or choose another card.</source>
        <translation>请把镜像复制到这台电脑上，或换一张卡。</translation>
    </message>
    <message>
        <source>{path} is the small help disk that a running Jetson Nano shows over USB</source>
        <translation>{path} 是 Jetson Nano 运行时通过 USB 显示的小帮助盘</translation>
    </message>
    <message>
        <source>Put your microSD card into this computer and choose that.</source>
        <translation>请把 microSD 存储卡插到这台电脑上，再选择它。</translation>
    </message>
    <message>
        <source>{name} ({path}) is built into this computer</source>
        <translation>{name}（{path}）是本机内置的盘</translation>
    </message>
    <message>
        <source>NanoWizard writes only to cards and USB drives.</source>
        <translation>NanoWizard 只写入存储卡和 U 盘。</translation>
    </message>
    <message>
        <source>The image needs {need_bytes} and the card has {has_bytes}: {missing_bytes} are missing</source>
        <translation>镜像需要 {need_bytes}，存储卡只有 {has_bytes}，还差 {missing_bytes}</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>没有写入任何内容。</translation>
    </message>
    <message>
        <source>Use a larger card. 32 GB or more leaves room for TensorFlow.</source>
        <translation>请换一张更大的卡。32 GB 或更大才放得下 TensorFlow。</translation>
    </message>
    <message>
        <source>The card is write-protected</source>
        <translation>存储卡处于写保护状态</translation>
    </message>
    <message>
        <source>Slide the small lock on the side of the adapter towards the contacts and insert the card again. If it has no lock, try another reader: a card that stays read-only is worn out.</source>
        <translation>请把卡套侧面的小开关拨向金属触点一侧，再重新插入。如果没有开关，请换一个读卡器：始终只读的卡已经老化。</translation>
    </message>
    <message>
        <source>There is no card in this reader</source>
        <translation>这个读卡器里没有卡</translation>
    </message>
    <message>
        <source>Push the card in until it stays.</source>
        <translation>请把存储卡推到底，直到卡住。</translation>
    </message>
    <message>
        <source>The card is open at {mount_points}. It is closed before anything is written.</source>
        <translation>存储卡已在 {mount_points} 打开，写入之前会先关闭。</translation>
    </message>
    <message>
        <source>{name} has {has_bytes}: that is large for a card. Make sure that it is yours.</source>
        <translation>{name} 有 {has_bytes}，对存储卡来说很大。请确认没有选错。</translation>
    </message>
    <message>
        <source>This card already holds a Jetson system. It will be replaced.</source>
        <translation>这张卡上已有 Jetson 系统，它将被替换。</translation>
    </message>
    <message>
        <source>Writing this card was interrupted before. It does not start a Nano: flash it again.</source>
        <translation>上次写入这张卡时中断，Nano 不能用它启动。请重新写入。</translation>
    </message>
    <message>
        <source>The card is no longer there</source>
        <translation>存储卡不见了</translation>
    </message>
    <message>
        <source>If it was being written, it must be flashed again before a Nano can start.</source>
        <translation>如果当时正在写入，需要重新写入后 Nano 才能启动。</translation>
    </message>
    <message>
        <source>Insert the card again and start again. A loose reader or cable is a usual cause.</source>
        <translation>请重新插入存储卡，再开始一次。常见原因是读卡器或线松动。</translation>
    </message>
    <message>
        <source>This is no longer the card that you chose</source>
        <translation>这已经不是您选择的那张卡</translation>
    </message>
    <message>
        <source>NanoWizard stopped, so that no other card is overwritten.</source>
        <translation>NanoWizard 已停止，不会覆盖别的卡。</translation>
    </message>
    <message>
        <source>Choose the card again.</source>
        <translation>请重新选择存储卡。</translation>
    </message>
    <message>
        <source>The card failed at {offset_bytes} from its beginning</source>
        <translation>读写存储卡到 {offset_bytes} 处时出错</translation>
    </message>
    <message>
        <source>If it was being written, a Nano cannot start from it as it is.</source>
        <translation>如果当时正在写入，Nano 还不能用这张卡启动。</translation>
    </message>
    <message>
        <source>The card or reader {name} does not answer</source>
        <translation>存储卡或读卡器 {name} 没有响应</translation>
    </message>
    <message>
        <source>The card or reader {name} does not answer (error {error})</source>
        <translation>存储卡或读卡器 {name} 没有响应（错误 {error}）</translation>
    </message>
    <message>
        <source>{name} ({path}) has {has_bytes}. No card for a Nano is so large</source>
        <translation>{name}（{path}）有 {has_bytes}，没有哪张 Nano 用的卡有这么大</translation>
    </message>
    <message>
        <source>Make sure that it is no backup disk. If it is the right one, say so a second time, with its size or path.</source>
        <translation>请确认它不是备份盘。如果确实是它，请再用它的容量或路径确认一次。</translation>
    </message>
    <message>
        <source>This card has started a Nano (MaxSPI): its boot files moved onto the board. What is on it will be replaced.</source>
        <translation>这张卡启动过 Nano（MaxSPI）：启动文件已移到板上。卡上的内容将被替换。</translation>
    </message>
    <message>
        <source>Windows itself keeps {name} ({path}) read-only, by a setting of its own</source>
        <translation>Windows 自身的一项设置让 {name}（{path}）保持只读</translation>
    </message>
    <message>
        <source>Nothing was written. The card is not at fault.</source>
        <translation>没有写入任何内容。存储卡本身没有问题。</translation>
    </message>
    <message>
        <source>Repair the card: that takes the setting back.</source>
        <translation>请修复存储卡：这会取消该设置。</translation>
    </message>
    <message>
        <source>Windows keeps {name} offline, so it has no letter. It can be written all the same.</source>
        <translation>Windows 让 {name} 处于脱机状态，所以它没有盘符。但仍然可以写入。</translation>
    </message>
    <message>
        <source>{name} is encrypted with BitLocker. Writing it erases what is locked in it.</source>
        <translation>{name} 已用 BitLocker 加密。写入会清除其中锁定的内容。</translation>
    </message>
    <message>
        <source>Try another reader or USB port. If it fails again, use another card.</source>
        <translation>请换一个读卡器或 USB 口。如果再次出错，请换一张卡。</translation>
    </message>
    <message>
        <source>There is no more room at {offset_bytes}</source>
        <translation>到 {offset_bytes} 处已没有空间</translation>
    </message>
    <message>
        <source>For a card file: free space on its disk. For a card: it is smaller than it says; use another.</source>
        <translation>如果是存储卡文件：请在磁盘上腾出空间。如果是存储卡：它的实际容量比标称的小，请换一张。</translation>
    </message>
    <message>
        <source>Another program is using {path}</source>
        <translation>另一个程序正在使用 {path}</translation>
    </message>
    <message>
        <source>Close file managers and disk tools that show the card, then try again.</source>
        <translation>请关闭显示这张卡的文件管理器和磁盘工具，然后重试。</translation>
    </message>
    <message>
        <source>A program still has files of {path} open</source>
        <translation>有程序还打开着 {path} 上的文件</translation>
    </message>
    <message>
        <source>Close the programs and terminals that work in the card&apos;s folders, then try again.</source>
        <translation>请关闭正在使用卡上文件夹的程序和终端，然后重试。</translation>
    </message>
    <message>
        <source>Files on the card are open in: {programs}</source>
        <translation>以下程序打开了卡上的文件：{programs}</translation>
    </message>
    <message>
        <source>Close them, also terminals that work in the card&apos;s folders, then try again.</source>
        <translation>请关闭它们，以及在卡上文件夹中工作的终端，然后重试。</translation>
    </message>
    <message>
        <source>{path} is in use by: {programs}</source>
        <translation>以下程序正在使用 {path}：{programs}</translation>
    </message>
    <message>
        <source>Wait until that is done, or close it. Then try again.</source>
        <translation>请等它完成，或将它关闭，然后重试。</translation>
    </message>
    <message>
        <source>{path} is in use as a part of {devices}</source>
        <translation>{path} 正作为 {devices} 的一部分使用</translation>
    </message>
    <message>
        <source>Take it out there first (encryption, LVM, RAID or a loop device), or choose another card.</source>
        <translation>请先从中移除它（加密、LVM、RAID 或 loop 设备），或选择另一张卡。</translation>
    </message>
    <message>
        <source>Another program wrote to {path} at the same time</source>
        <translation>另一个程序同时写入了 {path}</translation>
    </message>
    <message>
        <source>The card is not ready for use.</source>
        <translation>这张卡还不能使用。</translation>
    </message>
    <message>
        <source>Close programs that use the card, then write it again.</source>
        <translation>请关闭正在使用这张卡的程序，然后重新写入。</translation>
    </message>
    <message>
        <source>NanoWizard itself still works with {path}</source>
        <translation>NanoWizard 自己还在使用 {path}</translation>
    </message>
    <message>
        <source>If another window works with this card, let it finish. If not, take the card out and put it in again.</source>
        <translation>如果另一个窗口正在使用这张卡，请等它完成。否则请取出卡再重新插入。</translation>
    </message>
    <message>
        <source>Whenever {path} is closed, your system opens it again: {mount_points}</source>
        <translation>每次关闭 {path}，系统都会再次打开它：{mount_points}</translation>
    </message>
    <message>
        <source>Switch off in your desktop that it opens cards by itself, then try again.</source>
        <translation>请在桌面设置中关闭自动打开存储卡的功能，然后重试。</translation>
    </message>
    <message>
        <source>BitLocker holds {path} and does not let go of it</source>
        <translation>BitLocker 正占用 {path}，无法释放</translation>
    </message>
    <message>
        <source>If you need what is on it, unlock it in File Explorer and copy it. If not, delete its volume in Windows&apos; Disk Management: that needs no password. Then try again. A Linux computer can repair the card as it is.</source>
        <translation>如果需要其中的内容，请在文件资源管理器中解锁并复制出来。如果不需要，请在 Windows 的“磁盘管理”中删除它的卷：这不需要密码。然后重试。在 Linux 电脑上可以直接修复这张存储卡。</translation>
    </message>
    <message>
        <source>The card has not answered since {offset_bytes}</source>
        <translation>存储卡从 {offset_bytes} 处起没有响应</translation>
    </message>
    <message>
        <source>Take the card out, insert it again, and try another reader or USB port.</source>
        <translation>请取出存储卡重新插入，并换一个读卡器或 USB 口。</translation>
    </message>
    <message>
        <source>The card reader has not answered for {waiting_s}</source>
        <translation>读卡器已经{waiting_s}没有响应</translation>
    </message>
    <message>
        <source>A drive of this computer has not answered for {waiting_s}</source>
        <translation>这台电脑的一个磁盘已经{waiting_s}没有响应</translation>
    </message>
    <message>
        <source>Nothing was changed. Until it answers, no drive can be shown.</source>
        <translation>没有任何改动。在它响应之前，无法显示任何磁盘。</translation>
    </message>
    <message>
        <source>Unplug card readers and USB drives one by one: the list comes back by itself.</source>
        <translation>请逐个拔下读卡器和 USB 磁盘，列表会自动恢复。</translation>
    </message>
    <message>
        <source>The system refused to work with {path}</source>
        <translation>系统拒绝操作 {path}</translation>
    </message>
    <message>
        <source>The card may be incomplete: flash it again before you use it.</source>
        <translation>存储卡可能不完整，使用前请重新写入。</translation>
    </message>
    <message>
        <source>Insert the card again. The details name the system&apos;s reason.</source>
        <translation>请重新插入存储卡。技术细节里有系统给出的原因。</translation>
    </message>
    <message>
        <source>The drives of this computer cannot be listed</source>
        <translation>无法列出这台电脑的磁盘</translation>
    </message>
    <message>
        <source>Install or start polkit (package polkitd) and restart the computer, or use sudo in the terminal.</source>
        <translation>请安装或启动 polkit（软件包 polkitd）并重新启动电脑，或在终端中使用 sudo。</translation>
    </message>
    <message>
        <source>The Nano&apos;s lists are as they were before.</source>
        <translation>Nano 上的软件源列表和之前一样。</translation>
    </message>
    <message>
        <source>The list of mirrors cannot be used ({file})</source>
        <translation>无法使用镜像源列表（{file}）</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>没有任何改动。</translation>
    </message>
    <message>
        <source>Undo your change to that file, or install NanoWizard again.</source>
        <translation>请撤销您对该文件的修改，或重新安装 NanoWizard。</translation>
    </message>
    <message>
        <source>--measure changes nothing and goes with neither --dry-run nor --undo</source>
        <translation>--measure 不做任何更改，不能与 --dry-run 或 --undo 同时使用</translation>
    </message>
    <message>
        <source>Give one of them alone.</source>
        <translation>请只使用其中一个。</translation>
    </message>
    <message>
        <source>For the Nano&apos;s clock, what {mirror} offers lies in the future</source>
        <translation>按 Nano 的时钟，{mirror} 提供的内容来自未来</translation>
    </message>
    <message>
        <source>Set the Nano&apos;s clock, then repeat the step.</source>
        <translation>请先校准 Nano 的时钟，再重做这一步。</translation>
    </message>
    <message>
        <source>The Nano does not accept the certificate of {mirror}</source>
        <translation>Nano 不接受 {mirror} 的证书</translation>
    </message>
    <message>
        <source>Compare the Nano&apos;s clock with yours, or choose another mirror.</source>
        <translation>请核对 Nano 的时钟，或选择其他镜像源。</translation>
    </message>
    <message>
        <source>The Nano cannot find the address of {mirror}</source>
        <translation>Nano 找不到 {mirror} 的地址</translation>
    </message>
    <message>
        <source>Check that the Nano has internet, then repeat the step.</source>
        <translation>请检查 Nano 能否上网，再重做这一步。</translation>
    </message>
    <message>
        <source>What came from {mirror} is not what its list promises</source>
        <translation>{mirror} 送来的内容与其列表不符</translation>
    </message>
    <message>
        <source>Choose another mirror, or repeat the step in an hour.</source>
        <translation>请选择其他镜像源，或一小时后重做这一步。</translation>
    </message>
    <message>
        <source>The mirror {mirror} is just being renewed, or is incomplete</source>
        <translation>镜像源 {mirror} 正在更新，或内容不完整</translation>
    </message>
    <message>
        <source>What {mirror} offers is not signed by a key that the Nano trusts</source>
        <translation>{mirror} 提供的内容没有 Nano 信任的签名</translation>
    </message>
    <message>
        <source>Choose another mirror.</source>
        <translation>请选择其他镜像源。</translation>
    </message>
    <message>
        <source>The mirror {mirror} is out of date: updates are missing there</source>
        <translation>镜像源 {mirror} 已过时，缺少更新</translation>
    </message>
    <message>
        <source>The mirror {mirror} does not answer the Nano</source>
        <translation>镜像源 {mirror} 没有响应 Nano</translation>
    </message>
    <message>
        <source>Choose another mirror, or check that the Nano has internet.</source>
        <translation>请选择其他镜像源，或检查 Nano 能否上网。</translation>
    </message>
    <message>
        <source>The mirror {mirror} does not have what the Nano needs</source>
        <translation>镜像源 {mirror} 没有 Nano 需要的内容</translation>
    </message>
    <message>
        <source>The mirror {mirror} refuses to answer, or is out of order</source>
        <translation>镜像源 {mirror} 拒绝响应，或出了故障</translation>
    </message>
    <message>
        <source>The Nano could not fetch the package lists from {mirror}</source>
        <translation>Nano 无法从 {mirror} 获取软件包列表</translation>
    </message>
    <message>
        <source>{program} on the Nano has been busy with packages for {waited_s}</source>
        <translation>Nano 上的 {program} 已占用软件包系统 {waited_s}</translation>
    </message>
    <message>
        <source>It was left alone, and the Nano&apos;s lists are as they were before.</source>
        <translation>没有打断它，Nano 上的软件源列表和之前一样。</translation>
    </message>
    <message>
        <source>Let it finish, or restart the Nano, then repeat the step.</source>
        <translation>请等它完成，或重启 Nano，再重做这一步。</translation>
    </message>
    <message>
        <source>Other programs on the Nano kept fetching package lists</source>
        <translation>Nano 上的其他程序一直在获取软件包列表</translation>
    </message>
    <message>
        <source>Close the software updater on the Nano, then repeat the step.</source>
        <translation>请关闭 Nano 上的软件更新器，再重做这一步。</translation>
    </message>
    <message>
        <source>The Nano cannot read its own list of package sources</source>
        <translation>Nano 无法读取自己的软件源列表</translation>
    </message>
    <message>
        <source>Open the details to see the file and the line, and correct it.</source>
        <translation>请展开详细信息查看文件和行号，并改正。</translation>
    </message>
    <message>
        <source>The Nano&apos;s card is full: the package lists do not fit</source>
        <translation>Nano 的存储卡已满，放不下软件包列表</translation>
    </message>
    <message>
        <source>Free some space on the card, then repeat the step.</source>
        <translation>请在存储卡上腾出一些空间，再重做这一步。</translation>
    </message>
    <message>
        <source>The Nano&apos;s package sources were changed meanwhile</source>
        <translation>Nano 的软件源在此期间被改动</translation>
    </message>
    <message>
        <source>Repeat the step.</source>
        <translation>请重做这一步。</translation>
    </message>
    <message>
        <source>NanoWizard knows no mirrors for this system ({system})</source>
        <translation>NanoWizard 没有适合此系统的镜像源（{system}）</translation>
    </message>
    <message>
        <source>Connect to a Jetson Nano, or leave this step out.</source>
        <translation>请连接 Jetson Nano，或跳过这一步。</translation>
    </message>
    <message>
        <source>The Nano&apos;s lists do not name the archive “{archive}” at all</source>
        <translation>Nano 的软件源列表中完全没有“{archive}”</translation>
    </message>
    <message>
        <source>Bring back the file /etc/apt/sources.list, for example from its backup.</source>
        <translation>请恢复文件 /etc/apt/sources.list，例如用它的备份。</translation>
    </message>
    <message>
        <source>{url} is not for this Nano: the address must end with “{archive}”</source>
        <translation>{url} 不适合这台 Nano：地址必须以“{archive}”结尾</translation>
    </message>
    <message>
        <source>Give the address of the mirror&apos;s folder {archive}.</source>
        <translation>请填写该镜像源中 {archive} 目录的地址。</translation>
    </message>
    <message>
        <source>“{mirror}” is neither a mirror in the list nor a web address</source>
        <translation>“{mirror}”既不是列表中的镜像源，也不是网址</translation>
    </message>
    <message>
        <source>Choose one from the list, or give an address that begins with http.</source>
        <translation>请从列表中选择，或填写以 http 开头的地址。</translation>
    </message>
    <message>
        <source>System packages come from {mirror}, and that works</source>
        <translation>系统软件包来自 {mirror}，工作正常</translation>
    </message>
    <message>
        <source>The Nano&apos;s lists name an archive for other processors. This one needs “{archive}”.</source>
        <translation>Nano 的软件源列表写的是其他处理器用的仓库。这台 Nano 需要“{archive}”。</translation>
    </message>
    <message>
        <source>NVIDIA&apos;s own list has a gap: &lt;SOC&gt; instead of the Nano&apos;s processor ({path})</source>
        <translation>NVIDIA 自己的列表有一处没有填好：&lt;SOC&gt; 应为 Nano 的处理器（{path}）</translation>
    </message>
    <message>
        <source>An earlier change of the mirror was cut off before it was tried out</source>
        <translation>上次更换镜像源时，还没有验证就中断了</translation>
    </message>
    <message>
        <source>Some packages on the Nano are only half installed: {packages}</source>
        <translation>Nano 上有些软件包只安装了一半：{packages}</translation>
    </message>
    <message>
        <source>The Nano&apos;s clock is wrong by {off_s}. Set it first, or mirrors seem to fail.</source>
        <translation>Nano 的时钟相差 {off_s}。请先校准，否则镜像源看起来会出错。</translation>
    </message>
    <message>
        <source>{program} on the Nano is busy with packages. NanoWizard waits for it.</source>
        <translation>Nano 上的 {program} 正在处理软件包，NanoWizard 会等它完成。</translation>
    </message>
    <message>
        <source>The Nano&apos;s certificates are old, so mirrors are used over http. Packages are signed anyway.</source>
        <translation>Nano 上的证书较旧，因此通过 http 使用镜像源。软件包本身都有签名。</translation>
    </message>
    <message>
        <source>Another source of the Nano does not work: {host}. It stays as it is.</source>
        <translation>Nano 的另一个软件源无法使用：{host}。它保持不变。</translation>
    </message>
    <message>
        <source>Take system packages from {mirror} (now {instead_of})</source>
        <translation>改从 {mirror} 获取系统软件包（现在是 {instead_of}）</translation>
    </message>
    <message>
        <source>Fetch the package lists from {mirror}</source>
        <translation>从 {mirror} 获取软件包列表</translation>
    </message>
    <message>
        <source>Fill in the Nano&apos;s processor in NVIDIA&apos;s own list ({path})</source>
        <translation>在 NVIDIA 自己的列表中填入 Nano 的处理器（{path}）</translation>
    </message>
    <message>
        <source>Fetching the package lists from {mirror}</source>
        <translation>正在从 {mirror} 获取软件包列表</translation>
    </message>
    <message>
        <source>Waiting for {program}, which is busy with packages</source>
        <translation>正在等待 {program} 处理完软件包</translation>
    </message>
    <message>
        <source>Bring back the package sources from before NanoWizard</source>
        <translation>恢复使用 NanoWizard 之前的软件源</translation>
    </message>
    <message>
        <source>Measuring {host} from the Nano</source>
        <translation>正在从 Nano 测量 {host}</translation>
    </message>
    <message>
        <source>Choose where system packages come from</source>
        <translation>选择系统软件包的来源</translation>
    </message>
    <message>
        <source>Measure mirrors from the Nano</source>
        <translation>从 Nano 测量镜像源</translation>
    </message>
    <message>
        <source>Address not found</source>
        <translation>找不到地址</translation>
    </message>
    <message>
        <source>Certificate not accepted</source>
        <translation>证书不被接受</translation>
    </message>
    <message>
        <source>No answer in time</source>
        <translation>没有及时响应</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>Lacks this release</source>
        <translation>没有此版本</translation>
    </message>
    <message>
        <source>Out of order</source>
        <translation>出了故障</translation>
    </message>
    <message>
        <source>Not a mirror</source>
        <translation>不是镜像源</translation>
    </message>
    <message>
        <source>Look into the details; on Linux, make sure that udev (libudev1) is installed.</source>
        <translation>请查看技术细节；在 Linux 上，请确认已安装 udev（libudev1）。</translation>
    </message>
    <message>
        <source>NanoWizard cannot work with the drives of this kind of system</source>
        <translation>NanoWizard 无法使用这类系统的驱动器</translation>
    </message>
    <message>
        <source>Use NanoWizard on Linux or Windows, or practice with a card file.</source>
        <translation>请在 Linux 或 Windows 上使用 NanoWizard，或用存储卡文件练习。</translation>
    </message>
    <message>
        <source>{path} is not a card that NanoWizard can see</source>
        <translation>NanoWizard 没有看到名为 {path} 的存储卡</translation>
    </message>
    <message>
        <source>List the cards with: nanowizard card list</source>
        <translation>列出存储卡的命令：nanowizard card list</translation>
    </message>
    <message>
        <source>{path} is one partition of the card {drive}</source>
        <translation>{path} 只是存储卡 {drive} 的一个分区</translation>
    </message>
    <message>
        <source>Name the whole card: {drive}</source>
        <translation>请指定整张卡：{drive}</translation>
    </message>
    <message>
        <source>There is no {path}</source>
        <translation>没有 {path}</translation>
    </message>
    <message>
        <source>Check the name. A card file must exist and have the size of a card.</source>
        <translation>请检查名称。存储卡文件必须已经存在，大小与存储卡相同。</translation>
    </message>
    <message>
        <source>{path} is neither a card nor a file</source>
        <translation>{path} 既不是存储卡，也不是文件</translation>
    </message>
    <message>
        <source>Name a device such as /dev/sdb, or an ordinary file.</source>
        <translation>请指定 /dev/sdb 这样的设备，或一个普通文件。</translation>
    </message>
    <message>
        <source>Waiting for permission: your system asks whether NanoWizard may open the card</source>
        <translation>正在等待权限：系统询问是否允许 NanoWizard 打开存储卡</translation>
    </message>
    <message>
        <source>The system&apos;s question was closed, or answered with no</source>
        <translation>系统的询问被关闭，或者被拒绝</translation>
    </message>
    <message>
        <source>Start again when you want to write the card.</source>
        <translation>想写入存储卡时，请重新开始。</translation>
    </message>
    <message>
        <source>The system did not allow access to {path}</source>
        <translation>系统不允许访问 {path}</translation>
    </message>
    <message>
        <source>Try again with the password of an administrator of this computer.</source>
        <translation>请用这台电脑的管理员密码重试。</translation>
    </message>
    <message>
        <source>Windows does not let NanoWizard work with {path} without an administrator&apos;s rights</source>
        <translation>没有管理员权限，Windows 不允许 NanoWizard 使用 {path}</translation>
    </message>
    <message>
        <source>Close NanoWizard, click it with the right mouse button and choose &quot;Run as administrator&quot;.</source>
        <translation>请关闭 NanoWizard，右键单击它并选择“以管理员身份运行”。</translation>
    </message>
    <message>
        <source>A protection program keeps NanoWizard from writing {path}</source>
        <translation>安全防护程序阻止了 NanoWizard 写入 {path}</translation>
    </message>
    <message>
        <source>In Windows Security, under Virus &amp; threat protection, Manage ransomware protection, allow NanoWizard through Controlled folder access. If another antivirus is installed, allow NanoWizard there.</source>
        <translation>请打开“Windows 安全中心”的“病毒和威胁防护”，进入“管理勒索软件防护”，允许 NanoWizard 通过“受控文件夹访问”。如果装有其他杀毒软件，请在其中允许 NanoWizard。</translation>
    </message>
    <message>
        <source>Nothing on this system can ask for the administrator&apos;s password</source>
        <translation>这个系统上没有可以询问管理员密码的程序</translation>
    </message>
    <message>
        <source>Start NanoWizard from a desktop, or in the terminal with sudo.</source>
        <translation>请在桌面环境中启动 NanoWizard，或在终端中用 sudo 启动。</translation>
    </message>
    <message>
        <source>The service that grants permissions (polkit) is not running</source>
        <translation>授予权限的服务（polkit）没有运行</translation>
    </message>
    <message>
        <source>The service that opens cards for ordinary users (UDisks) is not there</source>
        <translation>没有让普通用户打开存储卡的服务（UDisks）</translation>
    </message>
    <message>
        <source>Install the package udisks2, or use sudo in the terminal.</source>
        <translation>请安装软件包 udisks2，或在终端中使用 sudo。</translation>
    </message>
    <message>
        <source>This system has no message bus to ask for permission on</source>
        <translation>这个系统没有用来请求权限的消息总线</translation>
    </message>
    <message>
        <source>The service that opens the card stopped answering</source>
        <translation>打开存储卡的服务停止了响应</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>请重试。</translation>
    </message>
    <message>
        <source>Correct the file or leave out --profile.</source>
        <translation>请改正这个文件，或去掉 --profile。</translation>
    </message>
    <message>
        <source>The card is marked as not ready: no Nano starts from it by mistake.</source>
        <translation>这张卡已标记为未就绪，不会被误用于启动 Nano。</translation>
    </message>
    <message>
        <source>The card is free. If it was being written, it is marked as not ready: no Nano starts from it.</source>
        <translation>存储卡已释放。如果当时正在写入，它会标记为未就绪，不会被误用于启动 Nano。</translation>
    </message>
    <message>
        <source>Preparing the card</source>
        <translation>正在准备存储卡</translation>
    </message>
    <message>
        <source>Writing the image</source>
        <translation>正在写入镜像</translation>
    </message>
    <message>
        <source>Reading the card back and comparing</source>
        <translation>正在读回并比对</translation>
    </message>
    <message>
        <source>Writing again what the card did not keep</source>
        <translation>正在重写没有保存住的部分</translation>
    </message>
    <message>
        <source>Making the card safe to remove</source>
        <translation>正在安全弹出存储卡</translation>
    </message>
    <message>
        <source>Everything on {card} ({path}, {size_bytes}) will be erased</source>
        <translation>{card}（{path}，{size_bytes}）上的所有内容都将被清除</translation>
    </message>
    <message>
        <source>Nothing has been written yet.</source>
        <translation>还没有写入任何内容。</translation>
    </message>
    <message>
        <source>Say yes to erase this card, or choose another one.</source>
        <translation>请确认清除这张卡，或换一张卡。</translation>
    </message>
    <message>
        <source>This computer will not go to sleep by itself meanwhile</source>
        <translation>在此期间，这台电脑不会自动进入睡眠</translation>
    </message>
    <message>
        <source>The card has not answered for {waiting_s}. Slow cards pause now and then.</source>
        <translation>存储卡已有{waiting_s}没有响应。较慢的卡有时会停顿。</translation>
    </message>
    <message>
        <source>Nothing has come from the image file for {waiting_s}. Its disk may be slow.</source>
        <translation>已有{waiting_s}没有读到镜像文件的数据。它所在的磁盘可能较慢。</translation>
    </message>
    <message>
        <source>{length_bytes} of the card, {offset_bytes} from its beginning, are wrong</source>
        <translation>存储卡从 {offset_bytes} 处起有 {length_bytes} 内容不对</translation>
    </message>
    <message>
        <source>The card does not keep what is written to it, first at {offset_bytes}</source>
        <translation>存储卡保存不住写入的数据，第一处在 {offset_bytes}</translation>
    </message>
    <message>
        <source>Use another card. If that fails in the same way, use another reader.</source>
        <translation>请换一张卡。如果仍然这样，请换一个读卡器。</translation>
    </message>
    <message>
        <source>The card does not hold this image; the first difference is at {offset_bytes}</source>
        <translation>存储卡上不是这个镜像，第一处不同在 {offset_bytes}</translation>
    </message>
    <message>
        <source>Nothing was changed on the card.</source>
        <translation>存储卡上没有任何改动。</translation>
    </message>
    <message>
        <source>A card that has been in a Nano always differs. If this one has not, write the image to it again.</source>
        <translation>在 Nano 里用过的卡总会不同。如果没有用过，请重新写入镜像。</translation>
    </message>
    <message>
        <source>Writing this card was interrupted, so it does not hold the image</source>
        <translation>写入这张卡时中断，卡上没有完整的镜像</translation>
    </message>
    <message>
        <source>Write the image to it again.</source>
        <translation>请重新写入镜像。</translation>
    </message>
    <message>
        <source>The image file has given nothing for {waiting_s}</source>
        <translation>已有{waiting_s}没有读到镜像文件的数据</translation>
    </message>
    <message>
        <source>Copy the image to a disk of this computer, then write the card again.</source>
        <translation>请把镜像复制到本机的磁盘上，再重新写入存储卡。</translation>
    </message>
    <message>
        <source>The part of NanoWizard that works with cards stopped unexpectedly</source>
        <translation>NanoWizard 中操作存储卡的部分意外停止了</translation>
    </message>
    <message>
        <source>Try the step again: it is started anew.</source>
        <translation>请重试这一步，它会重新启动。</translation>
    </message>
    <message>
        <source>A card that was used before has never answered</source>
        <translation>之前使用的一张卡一直没有响应</translation>
    </message>
    <message>
        <source>If it was being written, it must be written again. Nothing else was changed.</source>
        <translation>如果当时正在写入它，必须重新写入。其他没有任何改动。</translation>
    </message>
    <message>
        <source>Take that card out, then try the step again.</source>
        <translation>请取出那张卡，然后重试这一步。</translation>
    </message>
    <message>
        <source>The part of NanoWizard that works with cards has been silent for {waiting_s}</source>
        <translation>NanoWizard 负责存储卡的部分已经{waiting_s}没有响应</translation>
    </message>
    <message>
        <source>If a card was being written, it must be written again.</source>
        <translation>如果当时正在写入存储卡，必须重新写入。</translation>
    </message>
    <message>
        <source>Take the card out and insert it again, then try the step again.</source>
        <translation>请取出卡再重新插入，然后重试这一步。</translation>
    </message>
    <message>
        <source>The part of NanoWizard that works with cards does not start</source>
        <translation>NanoWizard 中操作存储卡的部分无法启动</translation>
    </message>
    <message>
        <source>Start NanoWizard again. If that does not help, install it again.</source>
        <translation>请重新启动 NanoWizard。如果没有用，请重新安装。</translation>
    </message>
    <message>
        <source>Parts of two different versions of NanoWizard are installed</source>
        <translation>安装了两个不同版本的 NanoWizard 的部件</translation>
    </message>
    <message>
        <source>Close NanoWizard and install it again.</source>
        <translation>请关闭 NanoWizard 并重新安装。</translation>
    </message>
    <message>
        <source>Two parts of NanoWizard do not understand each other</source>
        <translation>NanoWizard 的两个部分无法互相理解</translation>
    </message>
    <message>
        <source>Start NanoWizard again. If it happens again, save the log and report it.</source>
        <translation>请重新启动 NanoWizard。如果再次发生，请保存日志并反馈给我们。</translation>
    </message>
    <message>
        <source>NanoWizard is still working with a card</source>
        <translation>NanoWizard 还在操作一张存储卡</translation>
    </message>
    <message>
        <source>That work goes on undisturbed.</source>
        <translation>那项操作会照常进行。</translation>
    </message>
    <message>
        <source>Wait until it has finished, or cancel it.</source>
        <translation>请等它完成，或取消它。</translation>
    </message>
    <message>
        <source>Nothing was written to a card.</source>
        <translation>没有向存储卡写入任何内容。</translation>
    </message>
    <message>
        <source>It is not used. If a card was being written, it is marked as not ready to start from.</source>
        <translation>它不会被使用。如果当时正在写入存储卡，那张卡会标记为未就绪。</translation>
    </message>
    <message>
        <source>What has arrived is kept; the next try goes on from there.</source>
        <translation>已下载的部分会保留，下次接着下载。</translation>
    </message>
    <message>
        <source>Use another address, or a file that you already have.</source>
        <translation>请使用另一个地址，或使用您已有的文件。</translation>
    </message>
    <message>
        <source>Try again later, or use another address.</source>
        <translation>请稍后重试，或使用另一个地址。</translation>
    </message>
    <message>
        <source>The download comes from {host}</source>
        <translation>从 {host} 下载</translation>
    </message>
    <message>
        <source>{host} sends nothing now; the next try is in {pause_s}</source>
        <translation>{host} 目前没有发送数据；{pause_s}后重试</translation>
    </message>
    <message>
        <source>The server has another version of {file} now, so it is downloaded anew</source>
        <translation>服务器上的 {file} 已换成另一个版本，因此重新下载</translation>
    </message>
    <message>
        <source>{have_bytes} of {file} have arrived and are kept</source>
        <translation>{file} 已下载 {have_bytes}，并已保留</translation>
    </message>
    <message>
        <source>Download it again: it goes on from there.</source>
        <translation>再次下载即可从该处继续。</translation>
    </message>
    <message>
        <source>This computer has no network</source>
        <translation>这台电脑没有网络</translation>
    </message>
    <message>
        <source>Plug in the cable or join a Wi-Fi network, then try again.</source>
        <translation>请插上网线或连接 Wi-Fi，然后重试。</translation>
    </message>
    <message>
        <source>The address of {host} cannot be found</source>
        <translation>找不到 {host} 的地址</translation>
    </message>
    <message>
        <source>Check the internet connection and its name server (DNS), then try again.</source>
        <translation>请检查互联网连接和域名服务器（DNS），然后重试。</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not let the download through</source>
        <translation>代理 {proxy} 不允许此次下载</translation>
    </message>
    <message>
        <source>Check the proxy in the settings of this computer, then try again.</source>
        <translation>请在这台电脑的设置中检查代理，然后重试。</translation>
    </message>
    <message>
        <source>This computer does not trust the certificate of {host}</source>
        <translation>这台电脑不信任 {host} 的证书</translation>
    </message>
    <message>
        <source>Try another network. In an office, ask for its certificate to be installed.</source>
        <translation>请换一个网络。在单位里，请要求安装其证书。</translation>
    </message>
    <message>
        <source>The certificate of {host} is out of date</source>
        <translation>{host} 的证书不在有效期内</translation>
    </message>
    <message>
        <source>No secure connection to {host} comes about</source>
        <translation>无法与 {host} 建立安全连接</translation>
    </message>
    <message>
        <source>Try another network: something on the way may hold up the connection.</source>
        <translation>请换一个网络：途中可能有设备阻止了连接。</translation>
    </message>
    <message>
        <source>The clock of this computer is wrong: it says {date}</source>
        <translation>这台电脑的时钟不对：显示为 {date}</translation>
    </message>
    <message>
        <source>Set the date and the time of this computer, then try again.</source>
        <translation>请设置这台电脑的日期和时间，然后重试。</translation>
    </message>
    <message>
        <source>{host} leads to an address without encryption</source>
        <translation>{host} 转向了一个未加密的地址</translation>
    </message>
    <message>
        <source>Your network shows a sign-in page of {host} instead of the image</source>
        <translation>您的网络显示了 {host} 的登录页面，而不是镜像</translation>
    </message>
    <message>
        <source>Sign in to the network in a web browser, then try again.</source>
        <translation>请在浏览器中登录网络，然后重试。</translation>
    </message>
    <message>
        <source>{host} does not give the image to you (answer {status})</source>
        <translation>{host} 不向您提供该镜像（应答 {status}）</translation>
    </message>
    <message>
        <source>{host} no longer has the image at this address (answer {status})</source>
        <translation>{host} 的这个地址已没有该镜像（应答 {status}）</translation>
    </message>
    <message>
        <source>{host} sends something else instead of {file}</source>
        <translation>{host} 发来的不是 {file}，而是别的内容</translation>
    </message>
    <message>
        <source>Nothing of it is used. What had arrived before is kept.</source>
        <translation>这些内容不会被使用。之前已下载的部分会保留。</translation>
    </message>
    <message>
        <source>{host} sends only {actual_bytes} for {file}, where about {expected_bytes} are expected</source>
        <translation>{host} 提供的 {file} 只有 {actual_bytes}，应该约为 {expected_bytes}</translation>
    </message>
    <message>
        <source>Taking along what has arrived</source>
        <translation>正在移动已下载的部分</translation>
    </message>
    <message>
        <source>{have_bytes} of {file} were taken along from {folder}</source>
        <translation>{file} 已下载的 {have_bytes} 已从 {folder} 移到这里</translation>
    </message>
    <message>
        <source>What {host} sent is not the right {file}, so another address is asked</source>
        <translation>{host} 发来的 {file} 不对，正在改用另一个地址</translation>
    </message>
    <message>
        <source>{host} has been asked too often for now</source>
        <translation>目前对 {host} 的请求过多</translation>
    </message>
    <message>
        <source>{host} has a problem of its own (answer {status})</source>
        <translation>{host} 自身出现问题（应答 {status}）</translation>
    </message>
    <message>
        <source>{host} has stopped sending the image</source>
        <translation>{host} 停止了发送镜像</translation>
    </message>
    <message>
        <source>Check the internet connection and try again.</source>
        <translation>请检查互联网连接，然后重试。</translation>
    </message>
    <message>
        <source>Hardly anything comes from {host}</source>
        <translation>{host} 几乎没有发送数据</translation>
    </message>
    <message>
        <source>Check the internet connection, or use another address.</source>
        <translation>请检查互联网连接，或使用另一个地址。</translation>
    </message>
    <message>
        <source>{file} is being downloaded already, by another window or command</source>
        <translation>另一个窗口或命令正在下载 {file}</translation>
    </message>
    <message>
        <source>That download goes on.</source>
        <translation>那个下载会继续。</translation>
    </message>
    <message>
        <source>Wait for it to end, or stop it there.</source>
        <translation>请等它结束，或在那里停止它。</translation>
    </message>
    <message>
        <source>The disk of {folder} cannot hold so large a file</source>
        <translation>{folder} 所在的磁盘存不下这么大的文件</translation>
    </message>
    <message>
        <source>Choose a folder on another disk. USB sticks with FAT32 end at 4 GB.</source>
        <translation>请选择另一个磁盘上的文件夹。FAT32 格式的 U 盘最大只支持 4 GB 的文件。</translation>
    </message>
    <message>
        <source>No address of this image is at {source}</source>
        <translation>该镜像没有位于 {source} 的地址</translation>
    </message>
    <message>
        <source>Choose one of these: {known}. Or give a whole address.</source>
        <translation>请从中选择一个：{known}。或给出完整的地址。</translation>
    </message>
    <message>
        <source>Choose another file, or download the image again.</source>
        <translation>请选择其他文件，或重新下载镜像。</translation>
    </message>
    <message>
        <source>There is no file {file}</source>
        <translation>没有文件 {file}</translation>
    </message>
    <message>
        <source>Check the name, or choose the file again.</source>
        <translation>请检查名称，或重新选择文件。</translation>
    </message>
    <message>
        <source>{image} is not on this computer, or not all of it: {file} in {folder}</source>
        <translation>这台电脑上没有完整的 {image}：{folder} 中的 {file}</translation>
    </message>
    <message>
        <source>Download it first, or name a file that you have.</source>
        <translation>请先下载它，或指定您已有的文件。</translation>
    </message>
    <message>
        <source>{file} is a folder, not an image</source>
        <translation>{file} 是文件夹，不是镜像</translation>
    </message>
    <message>
        <source>Choose the image file inside it.</source>
        <translation>请选择其中的镜像文件。</translation>
    </message>
    <message>
        <source>The file {file} is empty</source>
        <translation>文件 {file} 是空的</translation>
    </message>
    <message>
        <source>{file} is not the image of a card</source>
        <translation>{file} 不是存储卡的镜像</translation>
    </message>
    <message>
        <source>Choose the system image for the Jetson Nano, as it was downloaded.</source>
        <translation>请选择下载得到的 Jetson Nano 系统镜像。</translation>
    </message>
    <message>
        <source>{file} is a web page, not an image</source>
        <translation>{file} 是网页，不是镜像</translation>
    </message>
    <message>
        <source>If your network asks you to sign in, do so in a web browser; then download the image again.</source>
        <translation>如果您的网络需要登录，请先在浏览器中登录，再重新下载镜像。</translation>
    </message>
    <message>
        <source>{file} has a form that cannot be written directly: {format}</source>
        <translation>{file} 的格式不能直接写入：{format}</translation>
    </message>
    <message>
        <source>Unpack it first, then choose the .img file that comes out.</source>
        <translation>请先解压，再选择得到的 .img 文件。</translation>
    </message>
    <message>
        <source>{file} is not complete: it ends after {have_bytes}</source>
        <translation>{file} 不完整，只有 {have_bytes}</translation>
    </message>
    <message>
        <source>Download it again. A download that NanoWizard began goes on where it broke off.</source>
        <translation>请重新下载。由 NanoWizard 开始的下载会从中断处继续。</translation>
    </message>
    <message>
        <source>{file} is damaged: its contents do not match its own checksum</source>
        <translation>{file} 已损坏：内容与它自带的校验和不符</translation>
    </message>
    <message>
        <source>Delete it and download it again.</source>
        <translation>请删除它并重新下载。</translation>
    </message>
    <message>
        <source>{file} has something behind its end that does not belong to it</source>
        <translation>{file} 的末尾之后有不属于它的内容</translation>
    </message>
    <message>
        <source>{file} unpacks to {raw_bytes}, and at most {most_bytes} can be right</source>
        <translation>{file} 解压后有 {raw_bytes}，而正确的最多为 {most_bytes}</translation>
    </message>
    <message>
        <source>Delete it. Download the image from the address of those who made it.</source>
        <translation>请删除它，并从镜像制作者的地址下载。</translation>
    </message>
    <message>
        <source>{file} holds names that lead out of their folder: {members}</source>
        <translation>{file} 中有指向文件夹之外的名称：{members}</translation>
    </message>
    <message>
        <source>{file} was split, and these parts are missing: {parts}</source>
        <translation>{file} 被分成了几部分，缺少这些部分：{parts}</translation>
    </message>
    <message>
        <source>Download the missing parts into the same folder.</source>
        <translation>请把缺少的部分下载到同一个文件夹。</translation>
    </message>
    <message>
        <source>The part {file} has {have_bytes} where {expected_bytes} are expected</source>
        <translation>{file} 这部分有 {have_bytes}，应为 {expected_bytes}</translation>
    </message>
    <message>
        <source>Download this part again.</source>
        <translation>请重新下载这一部分。</translation>
    </message>
    <message>
        <source>The parts are in the wrong order: {first} is the first one, not {file}</source>
        <translation>各部分的顺序不对：第一部分是 {first}，而不是 {file}</translation>
    </message>
    <message>
        <source>Give the parts the names that they were downloaded with.</source>
        <translation>请把各部分改回下载时的名称。</translation>
    </message>
    <message>
        <source>{file} holds several images: {members}</source>
        <translation>{file} 中有多个镜像：{members}</translation>
    </message>
    <message>
        <source>Unpack it, then choose the image for your Nano.</source>
        <translation>请解压，再选择适合您的 Nano 的镜像。</translation>
    </message>
    <message>
        <source>There is no image in {file}</source>
        <translation>{file} 中没有镜像</translation>
    </message>
    <message>
        <source>Choose the archive that holds the system image for the Jetson Nano.</source>
        <translation>请选择包含 Jetson Nano 系统镜像的压缩包。</translation>
    </message>
    <message>
        <source>{file} is protected by a password</source>
        <translation>{file} 有密码保护</translation>
    </message>
    <message>
        <source>Unpack it with its password, then choose the .img file that comes out.</source>
        <translation>请用密码解压，再选择得到的 .img 文件。</translation>
    </message>
    <message>
        <source>{file} cannot be read</source>
        <translation>无法读取 {file}</translation>
    </message>
    <message>
        <source>Check that you may open it and that its disk is still connected.</source>
        <translation>请确认您有权打开它，并且它所在的磁盘仍然连接。</translation>
    </message>
    <message>
        <source>{url} is not a web address that can be downloaded from</source>
        <translation>{url} 不是可以下载的网址</translation>
    </message>
    <message>
        <source>Get it again, if possible from another address. A checksum that you typed may be wrong too.</source>
        <translation>请重新获取该文件，最好换一个网址。您输入的校验值本身也可能有误。</translation>
    </message>
    <message>
        <source>Nothing was downloaded.</source>
        <translation>没有下载任何内容。</translation>
    </message>
    <message>
        <source>Give an address that begins with https:// or http://.</source>
        <translation>请填写以 https:// 或 http:// 开头的网址。</translation>
    </message>
    <message>
        <source>{host} cannot be reached</source>
        <translation>无法访问 {host}</translation>
    </message>
    <message>
        <source>Check the internet connection and try again, or use a file that you already have.</source>
        <translation>请检查网络连接后重试，或使用已有的文件。</translation>
    </message>
    <message>
        <source>The server does not give out the image (answer {status})</source>
        <translation>服务器没有提供镜像（返回 {status}）</translation>
    </message>
    <message>
        <source>Try again later, or use another address or a file that you already have.</source>
        <translation>请稍后重试，或使用其他网址或已有的文件。</translation>
    </message>
    <message>
        <source>The server has {actual_bytes} where the image should have {expected_bytes}</source>
        <translation>镜像应有 {expected_bytes}，服务器上的却是 {actual_bytes}</translation>
    </message>
    <message>
        <source>Nothing of it is used.</source>
        <translation>它的内容不会被使用。</translation>
    </message>
    <message>
        <source>Check the address, or use another one.</source>
        <translation>请检查网址，或换一个网址。</translation>
    </message>
    <message>
        <source>{file} is not the file that was expected: its checksum differs</source>
        <translation>{file} 不是预期的文件：校验和不同</translation>
    </message>
    <message>
        <source>{missing_bytes} are missing on the disk of {folder}</source>
        <translation>{folder} 所在的磁盘还差 {missing_bytes} 空间</translation>
    </message>
    <message>
        <source>Make room there or choose another folder, then try again.</source>
        <translation>请在那里腾出空间或换一个文件夹，然后重试。</translation>
    </message>
    <message>
        <source>The image cannot be saved in {folder}</source>
        <translation>无法把镜像保存到 {folder}</translation>
    </message>
    <message>
        <source>Check that you may write there, or choose another folder.</source>
        <translation>请确认您可以写入那里，或换一个文件夹。</translation>
    </message>
    <message>
        <source>Correct the list, or leave it out to use the one of NanoWizard.</source>
        <translation>请改正这份列表；不指定时使用 NanoWizard 自带的列表。</translation>
    </message>
    <message>
        <source>What is known of an image</source>
        <translation>镜像的已知信息</translation>
    </message>
    <message>
        <source>The list of images {file} cannot be read</source>
        <translation>无法读取镜像列表 {file}</translation>
    </message>
    <message>
        <source>Install NanoWizard again, or use an image file that you already have.</source>
        <translation>请重新安装 NanoWizard，或使用已有的镜像文件。</translation>
    </message>
    <message>
        <source>In the list of images {file}, the entry {entry} has no {field}</source>
        <translation>镜像列表 {file} 的条目 {entry} 缺少 {field}</translation>
    </message>
    <message>
        <source>In the list of images {file}, the entry {entry} has an unknown field: {field}</source>
        <translation>镜像列表 {file} 的条目 {entry} 有未知字段：{field}</translation>
    </message>
    <message>
        <source>In the list of images {file}, {field} of the entry {entry} cannot be {value}</source>
        <translation>镜像列表 {file} 的条目 {entry} 中，{field} 不能是 {value}</translation>
    </message>
    <message>
        <source>{title} can be downloaded with a web browser only</source>
        <translation>{title} 只能用浏览器下载</translation>
    </message>
    <message>
        <source>Open {page}, download the image there, then choose the file.</source>
        <translation>请打开 {page} 下载镜像，然后选择下载好的文件。</translation>
    </message>
    <message>
        <source>There is no board {board}</source>
        <translation>没有名为 {board} 的板子</translation>
    </message>
    <message>
        <source>Choose one of these: {boards}</source>
        <translation>请从这些中选择：{boards}</translation>
    </message>
    <message>
        <source>There is no image {name} in the list</source>
        <translation>列表中没有镜像 {name}</translation>
    </message>
    <message>
        <source>Look at the names: nanowizard image list</source>
        <translation>请查看名称：nanowizard image list</translation>
    </message>
    <message>
        <source>Jetson Nano with 4 GB, revision A02 or B01: the same image is for both</source>
        <translation>4 GB 的 Jetson Nano，版本 A02 或 B01：两者使用同一个镜像</translation>
    </message>
    <message>
        <source>Jetson Nano with 2 GB: its power plug is USB-C, and it has images of its own</source>
        <translation>2 GB 的 Jetson Nano：电源接口是 USB-C，使用专用的镜像</translation>
    </message>
    <message>
        <source>This module ({module}) has a memory chip of its own and starts from that; no image for a card starts it</source>
        <translation>这个模块（{module}）自带存储芯片并从中启动；任何卡用镜像都无法启动它</translation>
    </message>
    <message>
        <source>Write its chip with NVIDIA&apos;s SDK Manager, on a computer with Ubuntu.</source>
        <translation>请在装有 Ubuntu 的电脑上用 NVIDIA 的 SDK Manager 写入它的芯片。</translation>
    </message>
    <message>
        <source>{title}: a Nano that has run JetPack 4.5 or newer may stay black with this older image</source>
        <translation>{title}：运行过 JetPack 4.5 或更新版本的 Nano，用这个较旧的镜像可能黑屏</translation>
    </message>
    <message>
        <source>Choose JetPack 4.6.1 unless you need exactly this one.</source>
        <translation>除非您正好需要它，否则请选择 JetPack 4.6.1。</translation>
    </message>
    <message>
        <source>{title}: a Nano that has never run JetPack 4.5 or newer may not start from this image</source>
        <translation>{title}：从未运行过 JetPack 4.5 或更新版本的 Nano 可能无法用这个镜像启动</translation>
    </message>
    <message>
        <source>If it does not start, start it once from JetPack 4.6.1 and finish its setup. Then try again.</source>
        <translation>如果无法启动，请先用 JetPack 4.6.1 启动一次并完成首次设置，然后重试。</translation>
    </message>
    <message>
        <source>{title}: some Nanos stop at the logo, because their boot firmware is of another version</source>
        <translation>{title}：有些 Nano 会停在徽标画面，因为它们的启动固件版本不同</translation>
    </message>
    <message>
        <source>If that happens, use JetPack 4.6.1.</source>
        <translation>如果出现这种情况，请使用 JetPack 4.6.1。</translation>
    </message>
    <message>
        <source>The card must hold at least {least_bytes}; {advised_bytes} are better</source>
        <translation>卡的容量至少要 {least_bytes}，建议 {advised_bytes}</translation>
    </message>
    <message>
        <source>This image has a login already: user {user}, password {password}</source>
        <translation>这个镜像已带有登录账户：用户 {user}，密码 {password}</translation>
    </message>
    <message>
        <source>Everybody knows this password. Change it after the first login.</source>
        <translation>这个密码人人都知道。首次登录后请更改。</translation>
    </message>
    <message>
        <source>Download it with a web browser from {page}</source>
        <translation>请用浏览器从 {page} 下载</translation>
    </message>
    <message>
        <source>{file} changed while it was being used</source>
        <translation>{file} 在使用过程中发生了变化</translation>
    </message>
    <message>
        <source>Let a download into this file finish first, then write the card again.</source>
        <translation>请先等这个文件下载完，再重新写入存储卡。</translation>
    </message>
    <message>
        <source>{file} has the checksum that others have seen too</source>
        <translation>{file} 的校验和与其他人看到的一致</translation>
    </message>
    <message>
        <source>{file} has another checksum than the one person had who noted it</source>
        <translation>{file} 的校验和与唯一一份记录不同</translation>
    </message>
    <message>
        <source>NVIDIA publishes none. The archive checks itself when it is written.</source>
        <translation>NVIDIA 没有公布校验和。压缩包在写入时会自行校验。</translation>
    </message>
    <message>
        <source>This is the image of a Jetson card: {member}</source>
        <translation>这是 Jetson 存储卡的镜像：{member}</translation>
    </message>
    <message>
        <source>{member} is an image, but not one of a Jetson Nano; the Nano may not start from it</source>
        <translation>{member} 是镜像，但不是 Jetson Nano 的；Nano 可能无法用它启动</translation>
    </message>
    <message>
        <source>Waiting for the Nano to answer</source>
        <translation>正在等待 Nano 响应</translation>
    </message>
    <message>
        <source>“{address}” is not an address</source>
        <translation>“{address}”不是地址</translation>
    </message>
    <message>
        <source>No connection was tried.</source>
        <translation>没有尝试连接。</translation>
    </message>
    <message>
        <source>Write it like 192.168.55.1 (the USB cable) or nano@192.168.1.20, with :PORT only if it is not 22.</source>
        <translation>请写成 192.168.55.1（USB 线）或 nano@192.168.1.20 这样；端口不是 22 时才需要加上 :PORT。</translation>
    </message>
    <message>
        <source>The Nano does not answer at {host}</source>
        <translation>Nano 在 {host} 没有响应</translation>
    </message>
    <message>
        <source>Find my Nano</source>
        <translation>寻找我的 Nano</translation>
    </message>
    <message>
        <source>{address} answers on the USB cable</source>
        <translation>{address} 在 USB 线上有应答</translation>
    </message>
    <message>
        <source>{address} answers; you have trusted it before</source>
        <translation>{address} 有应答，您以前信任过它</translation>
    </message>
    <message>
        <source>{address} may be a Jetson, by its network card</source>
        <translation>{address} 可能是 Jetson（从网卡看）</translation>
    </message>
    <message>
        <source>{address} may be a Nano, by its name {name}</source>
        <translation>{address} 可能是 Nano（名称为 {name}）</translation>
    </message>
    <message>
        <source>{address} answers; it was used before</source>
        <translation>{address} 有应答，以前用过</translation>
    </message>
    <message>
        <source>{address} does not answer; it was last used {used_s} ago as {user}</source>
        <translation>{address} 没有响应；{used_s}前以用户 {user} 使用过</translation>
    </message>
    <message>
        <source>Switch that Nano on and check its cable. In a network its address may have changed: choose another one of the list, or type the new address.</source>
        <translation>请打开那台 Nano 的电源，并检查连接线。在网络中它的地址可能已改变：请从列表中选择另一台，或输入新地址。</translation>
    </message>
    <message>
        <source>{address} runs Ubuntu 18.04, as a Nano does</source>
        <translation>{address} 运行 Ubuntu 18.04，与 Nano 相同</translation>
    </message>
    <message>
        <source>{address} calls itself {name}; it may be any computer</source>
        <translation>{address} 自称 {name}，可能是任意一台电脑</translation>
    </message>
    <message>
        <source>A Nano is on the USB cable: its serial port is {device}</source>
        <translation>USB 线上有一台 Nano：它的串口是 {device}</translation>
    </message>
    <message>
        <source>Without a screen, open it with a terminal program at 115200 baud.</source>
        <translation>没有屏幕时，可用终端程序以 115200 波特率打开它。</translation>
    </message>
    <message>
        <source>A Nano is on the USB cable: it shows its help disk (L4T {l4t})</source>
        <translation>USB 线上有一台 Nano：它显示了自带的说明盘（L4T {l4t}）</translation>
    </message>
    <message>
        <source>The Nano on the USB cable is on, but its first-boot setup is not finished</source>
        <translation>USB 线上的 Nano 已开机，但首次启动设置尚未完成</translation>
    </message>
    <message>
        <source>Nothing was sent and nothing was changed.</source>
        <translation>没有发送任何内容，也没有任何改动。</translation>
    </message>
    <message>
        <source>Finish the setup on the Nano&apos;s screen, or without a screen through its serial port. If the Nano has just started, wait two minutes.</source>
        <translation>请在 Nano 的屏幕上完成设置；没有屏幕时，可通过它的串口完成。如果 Nano 刚刚启动，请等两分钟。</translation>
    </message>
    <message>
        <source>{address} has a Jetson&apos;s network card, but nobody can log in there</source>
        <translation>{address} 的网卡属于 Jetson，但那里还不能登录</translation>
    </message>
    <message>
        <source>If it is your Nano, finish its first-boot setup on its screen.</source>
        <translation>如果这是您的 Nano，请在它的屏幕上完成首次启动设置。</translation>
    </message>
    <message>
        <source>No Nano was found on the USB cable or in your network</source>
        <translation>在 USB 线和网络里都没有找到 Nano</translation>
    </message>
    <message>
        <source>Check that the Nano is on and that its cable is connected. The first start can take several minutes.</source>
        <translation>请检查 Nano 是否已开机、线是否接好。首次启动可能需要几分钟。</translation>
    </message>
    <message>
        <source>The network {networks} is too large or not private, so it was not searched</source>
        <translation>网络 {networks} 范围太大或不是内网，因此没有搜索</translation>
    </message>
    <message>
        <source>Type the Nano&apos;s address if it is in that network.</source>
        <translation>如果 Nano 在那个网络里，请输入它的地址。</translation>
    </message>
    <message>
        <source>Trust a Nano</source>
        <translation>信任一台 Nano</translation>
    </message>
    <message>
        <source>{host} has a new identity, and you wrote a card {written_s} ago</source>
        <translation>{host} 有了新身份，而您在{written_s}前写过一张存储卡</translation>
    </message>
    <message>
        <source>A card that was written anew makes a new identity. If it is in this Nano, confirm {fingerprint}.</source>
        <translation>重新写入的存储卡会产生新身份。如果那张卡就在这台 Nano 里，请确认 {fingerprint}。</translation>
    </message>
    <message>
        <source>The password of {user} at {host} could not be kept</source>
        <translation>无法保存 {user} 在 {host} 上的密码</translation>
    </message>
    <message>
        <source>It was not written anywhere.</source>
        <translation>它没有被写到任何地方。</translation>
    </message>
    <message>
        <source>Unlock this computer&apos;s keyring, or type the password each time.</source>
        <translation>请解锁本机的密钥环，或每次输入密码。</translation>
    </message>
    <message>
        <source>Log in with a key</source>
        <translation>用密钥登录</translation>
    </message>
    <message>
        <source>Let the key {comment} log in (one line in {path})</source>
        <translation>允许密钥 {comment} 登录（{path} 中的一行）</translation>
    </message>
    <message>
        <source>Take the key {comment} out of {path}</source>
        <translation>从 {path} 中删去密钥 {comment}</translation>
    </message>
    <message>
        <source>The key {comment} may log in as {user}</source>
        <translation>密钥 {comment} 可以用 {user} 的身份登录</translation>
    </message>
    <message>
        <source>{path} holds no public key</source>
        <translation>{path} 里没有公钥</translation>
    </message>
    <message>
        <source>Choose the file that ends in .pub, or let NanoWizard make a key.</source>
        <translation>请选择以 .pub 结尾的文件，或让 NanoWizard 生成密钥。</translation>
    </message>
    <message>
        <source>{path} could not be changed on the Nano</source>
        <translation>无法改动 Nano 上的 {path}</translation>
    </message>
    <message>
        <source>The file is as it was. The password still works.</source>
        <translation>该文件保持原样，密码仍然有效。</translation>
    </message>
    <message>
        <source>Check that the Nano&apos;s card is not full, then try again.</source>
        <translation>请检查 Nano 的存储卡是否已满，然后重试。</translation>
    </message>
    <message>
        <source>Lending the Nano this computer&apos;s internet</source>
        <translation>正在把本机的网络借给 Nano</translation>
    </message>
    <message>
        <source>The Nano at {host} does not accept this computer&apos;s internet</source>
        <translation>{host} 上的 Nano 不接受本机的网络</translation>
    </message>
    <message>
        <source>Its SSH server forbids forwarding. Set AllowTcpForwarding to yes in /etc/ssh/sshd_config, or connect the Nano to a network.</source>
        <translation>它的 SSH 服务器禁止转发。请在 /etc/ssh/sshd_config 中把 AllowTcpForwarding 设为 yes，或给 Nano 接上网络。</translation>
    </message>
    <message>
        <source>Check that the Nano is on and that its cable or network is connected, and compare the address. The first start can take several minutes.</source>
        <translation>请确认 Nano 已开机，连接线或网络已接好，并核对地址。第一次启动可能需要几分钟。</translation>
    </message>
    <message>
        <source>The Nano at {host} is on, but it does not accept a login yet</source>
        <translation>{host} 上的 Nano 已开机，但还不能登录</translation>
    </message>
    <message>
        <source>Finish the first-boot setup on the Nano (license, user, time zone). Logging in works only afterwards.</source>
        <translation>请先在 Nano 上完成首次启动设置（许可、用户、时区），之后才能登录。</translation>
    </message>
    <message>
        <source>Something answers at {host}, but not as SSH on port {port}</source>
        <translation>{host} 有响应，但端口 {port} 上不是 SSH</translation>
    </message>
    <message>
        <source>No password was sent.</source>
        <translation>没有发送密码。</translation>
    </message>
    <message>
        <source>Check the address and the port. If the Nano has just started, wait a minute.</source>
        <translation>请检查地址和端口。如果 Nano 刚刚启动，请稍等一分钟。</translation>
    </message>
    <message>
        <source>The connection to {host} broke off</source>
        <translation>与 {host} 的连接断开了</translation>
    </message>
    <message>
        <source>A command on the Nano did not end within {timeout_s}</source>
        <translation>Nano 上的一条命令在{timeout_s}内没有结束</translation>
    </message>
    <message>
        <source>The command was stopped.</source>
        <translation>该命令已停止。</translation>
    </message>
    <message>
        <source>The Nano may be very busy. Wait a little, or restart it, and repeat the step.</source>
        <translation>Nano 可能很忙。请稍等或重启它，然后重做这一步。</translation>
    </message>
    <message>
        <source>The Nano could not carry out “{command}” (exit status {exit_status})</source>
        <translation>Nano 无法执行“{command}”（退出状态 {exit_status}）</translation>
    </message>
    <message>
        <source>The step stopped there. It can be repeated, and it can be undone.</source>
        <translation>这一步停在了那里，可以重做，也可以撤销。</translation>
    </message>
    <message>
        <source>Open the details to see what the Nano said, then repeat the step.</source>
        <translation>请打开技术细节查看 Nano 的输出，然后重做这一步。</translation>
    </message>
    <message>
        <source>This machine does not say that it is a Jetson Nano (it says: {model})</source>
        <translation>这台机器没有表明自己是 Jetson Nano（它显示：{model}）</translation>
    </message>
    <message>
        <source>{host} has not been met before, and its identity was not confirmed</source>
        <translation>第一次连接 {host}，它的身份还没有确认</translation>
    </message>
    <message>
        <source>Compare the fingerprint {fingerprint} ({key_type}) and confirm it if this is your Nano.</source>
        <translation>请核对指纹 {fingerprint}（{key_type}），如果是您的 Nano，请确认。</translation>
    </message>
    <message>
        <source>{host} shows another identity than before</source>
        <translation>{host} 的身份与之前不同</translation>
    </message>
    <message>
        <source>No password was sent. NanoWizard does not talk to it.</source>
        <translation>没有发送密码，NanoWizard 不会与它通信。</translation>
    </message>
    <message>
        <source>If the card was written anew this is expected: forget the old identity ({expected}) and confirm the new one ({fingerprint}). If not, somebody may be in between: do not connect.</source>
        <translation>如果重新写过存储卡，这属正常：请忘记旧身份（{expected}），确认新身份（{fingerprint}）。否则可能有人冒充这台 Nano，请不要连接。</translation>
    </message>
    <message>
        <source>{host} did not let {user} in</source>
        <translation>{host} 不允许 {user} 登录</translation>
    </message>
    <message>
        <source>Nothing was changed on the Nano.</source>
        <translation>Nano 上没有任何改动。</translation>
    </message>
    <message>
        <source>Check the user name and the password: they are those of the first-boot setup on the Nano.</source>
        <translation>请检查用户名和密码：就是在 Nano 首次启动设置时填写的那一组。</translation>
    </message>
    <message>
        <source>The key file {path} cannot be read</source>
        <translation>无法读取密钥文件 {path}</translation>
    </message>
    <message>
        <source>Nothing was sent to the Nano.</source>
        <translation>没有向 Nano 发送任何内容。</translation>
    </message>
    <message>
        <source>The key file {path} needs its passphrase</source>
        <translation>密钥文件 {path} 需要密钥口令</translation>
    </message>
    <message>
        <source>Move that file away, then try again.</source>
        <translation>请把该文件移走，然后重试。</translation>
    </message>
    <message>
        <source>There is no connection to the Nano yet</source>
        <translation>还没有连接到 Nano</translation>
    </message>
    <message>
        <source>What was finished on the Nano stays. A repeated step does only what is left.</source>
        <translation>Nano 上已完成的内容会保留。重做这一步时，只会做剩下的部分。</translation>
    </message>
    <message>
        <source>Check the cable or the network, then try again.</source>
        <translation>请检查连接线或网络，然后重试。</translation>
    </message>
    <message>
        <source>Choose a private key (not the .pub file), or use the password.</source>
        <translation>请选择私钥（不是 .pub 文件），或使用密码。</translation>
    </message>
    <message>
        <source>Type the passphrase, use the SSH agent, or log in with the password.</source>
        <translation>请输入密钥口令，或使用 SSH 代理，或用密码登录。</translation>
    </message>
    <message>
        <source>This passphrase does not open the key file {path}</source>
        <translation>此口令无法打开密钥文件 {path}</translation>
    </message>
    <message>
        <source>Type it again, use the SSH agent, or log in with the password.</source>
        <translation>请重新输入，或使用 SSH 代理，或用密码登录。</translation>
    </message>
    <message>
        <source>Connect to the Nano first.</source>
        <translation>请先连接 Nano。</translation>
    </message>
    <message>
        <source>The Nano does not let {user} change the system</source>
        <translation>Nano 不允许 {user} 更改系统</translation>
    </message>
    <message>
        <source>Check the password, and log in as the user of the first-boot setup: others may not be administrators.</source>
        <translation>请检查密码，并用首次启动设置时的用户登录：其他用户可能不是管理员。</translation>
    </message>
    <message>
        <source>Everything was done, but the Nano does not show all of it: {left}</source>
        <translation>操作都已完成，但 Nano 上还有没体现出来的：{left}</translation>
    </message>
    <message>
        <source>What was there before is noted on the Nano and can be brought back.</source>
        <translation>原来的状态已记录在 Nano 上，可以恢复。</translation>
    </message>
    <message>
        <source>Repeat the step. If it stays so, undo it and save the log.</source>
        <translation>请重做这一步。如果还是这样，请撤销并保存日志。</translation>
    </message>
    <message>
        <source>There is nothing to undo on this Nano</source>
        <translation>这台 Nano 上没有可撤销的内容</translation>
    </message>
    <message>
        <source>The step has not been done here, or it has been undone already.</source>
        <translation>这一步没有在这里做过，或者已经撤销。</translation>
    </message>
    <message>
        <source>The Nano&apos;s note of its earlier state is damaged ({path})</source>
        <translation>Nano 上对原来状态的记录已损坏（{path}）</translation>
    </message>
    <message>
        <source>Nothing was changed by undoing. The setup works as it is.</source>
        <translation>撤销没有改动任何东西，现在的设置仍然有效。</translation>
    </message>
    <message>
        <source>Undo is not possible from this note. Choose the wished settings and do the step again.</source>
        <translation>无法根据这份记录撤销。请选择想要的设置，再做一次这一步。</translation>
    </message>
    <message>
        <source>The card is too full for this swap file: it needs {need_bytes}, {free_bytes} are free</source>
        <translation>卡上放不下这个交换文件：需要 {need_bytes}，只剩 {free_bytes}</translation>
    </message>
    <message>
        <source>No half-made swap file is left.</source>
        <translation>没有留下做了一半的交换文件。</translation>
    </message>
    <message>
        <source>Free {missing_bytes} on the card, or choose a smaller swap file.</source>
        <translation>请在卡上腾出 {missing_bytes}，或选择较小的交换文件。</translation>
    </message>
    <message>
        <source>{path} is in use, and what it holds does not fit into memory</source>
        <translation>{path} 正在使用，其中的内容放不进内存</translation>
    </message>
    <message>
        <source>The swap stays as it was.</source>
        <translation>交换空间保持原样。</translation>
    </message>
    <message>
        <source>Close programs on the Nano or restart it, then repeat the step.</source>
        <translation>请关闭 Nano 上的程序或重启它，然后重做这一步。</translation>
    </message>
    <message>
        <source>{path} is there already and is not a swap file</source>
        <translation>{path} 已经存在，而且不是交换文件</translation>
    </message>
    <message>
        <source>It was not touched.</source>
        <translation>没有动过它。</translation>
    </message>
    <message>
        <source>{path} would lie on a {fs_type} file system, which cannot hold swap</source>
        <translation>{path} 位于 {fs_type} 文件系统，不能放交换文件</translation>
    </message>
    <message>
        <source>Choose a path on the card, such as /swapfile.</source>
        <translation>请选择卡上的路径，例如 /swapfile。</translation>
    </message>
    <message>
        <source>“{path}” cannot be the path of a swap file</source>
        <translation>“{path}”不能用作交换文件的路径</translation>
    </message>
    <message>
        <source>Give a full path on the card, such as /swapfile.</source>
        <translation>请填写卡上的完整路径，例如 /swapfile。</translation>
    </message>
    <message>
        <source>The folder for {path} does not exist on the Nano</source>
        <translation>Nano 上没有 {path} 所在的文件夹</translation>
    </message>
    <message>
        <source>{left_bytes} stay free afterwards. TensorFlow and its packages need about 8 GB.</source>
        <translation>之后只剩 {left_bytes}。TensorFlow 及其软件包约需 8 GB。</translation>
    </message>
    <message>
        <source>The swap file {path} is in use now but would be gone after a restart</source>
        <translation>交换文件 {path} 现在已启用，但重启后会失效</translation>
    </message>
    <message>
        <source>Every user could read what is swapped out to {path} (mode {mode})</source>
        <translation>所有用户都能读到交换文件 {path} 的内容（权限 {mode}）</translation>
    </message>
    <message>
        <source>Compressed swap in memory (zram) runs now but will be off after a restart</source>
        <translation>压缩内存（zram）现在已启用，但重启后会关闭</translation>
    </message>
    <message>
        <source>There is another swap file, {path} ({size_bytes}); it stays as it is</source>
        <translation>还有另一个交换文件 {path}（{size_bytes}），它保持不变</translation>
    </message>
    <message>
        <source>The swap file {path} ({size_bytes}) is in use and comes back after a restart</source>
        <translation>交换文件 {path}（{size_bytes}）已启用，重启后仍然有效</translation>
    </message>
    <message>
        <source>Make the swap file {path} ({size_bytes}) and use it</source>
        <translation>创建并启用交换文件 {path}（{size_bytes}）</translation>
    </message>
    <message>
        <source>Make the swap file {path} anew with {size_bytes} (now {old_bytes})</source>
        <translation>重新创建交换文件 {path}，大小 {size_bytes}（现在 {old_bytes}）</translation>
    </message>
    <message>
        <source>Remove the swap file {path} ({size_bytes})</source>
        <translation>删除交换文件 {path}（{size_bytes}）</translation>
    </message>
    <message>
        <source>Remove {path}, which an interrupted run left behind</source>
        <translation>删除上次中断时留下的 {path}</translation>
    </message>
    <message>
        <source>Let only the system read {path}</source>
        <translation>只允许系统读取 {path}</translation>
    </message>
    <message>
        <source>Use the swap file {path}</source>
        <translation>启用交换文件 {path}</translation>
    </message>
    <message>
        <source>Use {path} after every restart (one line in /etc/fstab)</source>
        <translation>每次重启后都启用 {path}（在 /etc/fstab 中加一行）</translation>
    </message>
    <message>
        <source>Take {path} out of /etc/fstab</source>
        <translation>从 /etc/fstab 中去掉 {path}</translation>
    </message>
    <message>
        <source>Do not set up compressed swap (zram) at the next start</source>
        <translation>下次启动时不再设置压缩内存（zram）</translation>
    </message>
    <message>
        <source>Switch compressed swap off now ({devices})</source>
        <translation>现在关闭压缩内存（{devices}）</translation>
    </message>
    <message>
        <source>Set vm.swappiness to {value}, now and after restarts</source>
        <translation>把 vm.swappiness 设为 {value}，现在和重启后都有效</translation>
    </message>
    <message>
        <source>Writing the swap file</source>
        <translation>正在写入交换文件</translation>
    </message>
    <message>
        <source>Bring back the swap settings from before NanoWizard</source>
        <translation>恢复 NanoWizard 更改之前的交换空间设置</translation>
    </message>
    <message>
        <source>A card of {has_bytes} is too small to be formatted; it takes {need_bytes}</source>
        <translation>{has_bytes} 的存储卡太小，无法格式化；至少需要 {need_bytes}</translation>
    </message>
    <message>
        <source>Use a larger card. One that shows much less than is printed on it is broken.</source>
        <translation>请换一张更大的存储卡。如果显示的容量远小于卡面标注，说明卡已损坏。</translation>
    </message>
    <message>
        <source>{has_bytes} is more than a memory card can have ({most_bytes})</source>
        <translation>{has_bytes} 超过了存储卡可能的最大容量（{most_bytes}）</translation>
    </message>
    <message>
        <source>Choose a memory card. Format other drives with the tools of your system.</source>
        <translation>请选择存储卡。其他磁盘请用系统自带的工具格式化。</translation>
    </message>
    <message>
        <source>A partition is too small for what it shall hold; it takes {need_bytes}</source>
        <translation>有一个分区太小，放不下所需的内容；至少需要 {need_bytes}</translation>
    </message>
    <message>
        <source>Make the partition larger, or choose another file system for it.</source>
        <translation>请增大该分区，或为它选择别的文件系统。</translation>
    </message>
    <message>
        <source>The partitions need {need_bytes}, and the card has room for {has_bytes}</source>
        <translation>这些分区共需 {need_bytes}，而存储卡只有 {has_bytes} 可用</translation>
    </message>
    <message>
        <source>Make the partitions smaller, or use a larger card.</source>
        <translation>请减小分区，或换一张更大的存储卡。</translation>
    </message>
    <message>
        <source>{wished} partitions are too many: this kind of table holds {most}</source>
        <translation>{wished} 个分区太多：这种分区表最多容纳 {most} 个</translation>
    </message>
    <message>
        <source>Ask for fewer partitions, or for a GPT.</source>
        <translation>请减少分区数量，或改用 GPT。</translation>
    </message>
    <message>
        <source>Two partitions shall have what is left of the card</source>
        <translation>有两个分区都要占用剩余的空间</translation>
    </message>
    <message>
        <source>Give all partitions but one a size.</source>
        <translation>除一个分区外，请为其他分区指定大小。</translation>
    </message>
    <message>
        <source>{filesystem} cannot have the name {label}</source>
        <translation>{filesystem} 不能使用名称 {label}</translation>
    </message>
    <message>
        <source>Use at most eleven characters; for a card of up to 32 GB only letters without accents and digits.</source>
        <translation>最多使用11个字符；32 GB 及以下的存储卡只能使用英文字母和数字。</translation>
    </message>
    <message>
        <source>A partition without a file system cannot be called {label} in an MBR</source>
        <translation>在 MBR 中，没有文件系统的分区不能命名为 {label}</translation>
    </message>
    <message>
        <source>Leave its name out, or choose a GPT: that table keeps names itself.</source>
        <translation>请不要填写名称，或选择 GPT：这种分区表自己保存名称。</translation>
    </message>
    <message>
        <source>Format the card</source>
        <translation>格式化存储卡</translation>
    </message>
    <message>
        <source>Repair the card</source>
        <translation>修复存储卡</translation>
    </message>
    <message>
        <source>Clearing</source>
        <translation>清除中</translation>
    </message>
    <message>
        <source>Overwriting</source>
        <translation>覆写中</translation>
    </message>
    <message>
        <source>Discarding</source>
        <translation>丢弃中</translation>
    </message>
    <message>
        <source>Formatting</source>
        <translation>格式化中</translation>
    </message>
    <message>
        <source>Looking at what is on the card already</source>
        <translation>正在查看卡上已有的内容</translation>
    </message>
    <message>
        <source>Marking the card as not ready</source>
        <translation>将存储卡标记为“未就绪”</translation>
    </message>
    <message>
        <source>The card is compared with the image, and only what differs is written</source>
        <translation>正在比较存储卡与镜像，只写入不同的部分</translation>
    </message>
    <message>
        <source>The whole image was on the card already, so nothing was written</source>
        <translation>卡上已有完整的镜像，因此没有写入任何内容</translation>
    </message>
    <message>
        <source>Writing this image to {card} broke off after {done_bytes}</source>
        <translation>把这个镜像写入 {card} 时，在 {done_bytes} 之后中断了</translation>
    </message>
    <message>
        <source>What is right on the card stays there.</source>
        <translation>卡上正确的内容会保留。</translation>
    </message>
    <message>
        <source>Write the image again: only the rest is written.</source>
        <translation>请再次写入镜像：只会写入其余部分。</translation>
    </message>
    <message>
        <source>Overwriting the whole card</source>
        <translation>覆写整张存储卡</translation>
    </message>
    <message>
        <source>Telling the card to forget everything</source>
        <translation>让存储卡丢弃全部内容</translation>
    </message>
    <message>
        <source>Clearing old traces and writing the new file system</source>
        <translation>清除旧痕迹并写入新的文件系统</translation>
    </message>
    <message>
        <source>Reading the new file system back and comparing</source>
        <translation>读回新的文件系统并比较</translation>
    </message>
    <message>
        <source>Writing the partition table</source>
        <translation>写入分区表</translation>
    </message>
    <message>
        <source>Looking what is wrong with the card</source>
        <translation>检查存储卡有什么问题</translation>
    </message>
    <message>
        <source>Clearing what confuses other tools</source>
        <translation>清除会干扰其他工具的内容</translation>
    </message>
    <message>
        <source>Testing whether the card keeps what is written to it</source>
        <translation>测试存储卡能否保住写入的内容</translation>
    </message>
    <message>
        <source>Writing this card broke off: it was marked as not ready</source>
        <translation>这张卡的写入曾中断：它被标记为“未就绪”</translation>
    </message>
    <message>
        <source>Only a part of an image was written to this card: its end is missing</source>
        <translation>这张卡上的镜像只写入了一部分，末尾缺失</translation>
    </message>
    <message>
        <source>Of the partition table only the copy at the end of the card is left</source>
        <translation>分区表只剩下卡末尾的备份</translation>
    </message>
    <message>
        <source>The partition table was made for a card of another size</source>
        <translation>分区表是为另一种容量的存储卡制作的</translation>
    </message>
    <message>
        <source>The partition table is damaged</source>
        <translation>分区表已损坏</translation>
    </message>
    <message>
        <source>The card has two partition tables that contradict each other</source>
        <translation>存储卡上有两个互相矛盾的分区表</translation>
    </message>
    <message>
        <source>Where the partition table should be there is something else</source>
        <translation>分区表的位置上是别的内容</translation>
    </message>
    <message>
        <source>A partition reaches past the end of the card</source>
        <translation>有一个分区超出了存储卡的末尾</translation>
    </message>
    <message>
        <source>Partitions of the card overlap each other</source>
        <translation>存储卡上的分区互相重叠</translation>
    </message>
    <message>
        <source>A file system was not closed: the card was taken out too early</source>
        <translation>文件系统没有正常关闭：存储卡取出得太早</translation>
    </message>
    <message>
        <source>The partition table names no partition</source>
        <translation>分区表里没有任何分区</translation>
    </message>
    <message>
        <source>No partition has a file system that could be recognised (Windows says RAW)</source>
        <translation>没有任何分区含有可识别的文件系统（Windows 显示为 RAW）</translation>
    </message>
    <message>
        <source>The card has no partition table</source>
        <translation>存储卡没有分区表</translation>
    </message>
    <message>
        <source>A file system lies on the card without a partition table</source>
        <translation>存储卡上的文件系统没有分区表</translation>
    </message>
    <message>
        <source>A part of the card is encrypted</source>
        <translation>存储卡有一部分已加密</translation>
    </message>
    <message>
        <source>Some of the card could not be read</source>
        <translation>存储卡有一部分无法读取</translation>
    </message>
    <message>
        <source>The card is empty</source>
        <translation>存储卡是空的</translation>
    </message>
    <message>
        <source>{lost_bytes} of the card cannot be written; places: {places}, first at {offset_bytes}</source>
        <translation>存储卡有 {lost_bytes} 无法写入，共 {places} 处，第一处在 {offset_bytes}</translation>
    </message>
    <message>
        <source>The card is wearing out: use another one for a Nano.</source>
        <translation>这张卡正在老化：请为 Nano 换一张卡。</translation>
    </message>
    <message>
        <source>The card fails in at least {ranges} places, first at {offset_bytes}</source>
        <translation>存储卡至少有 {ranges} 处出错，第一处在 {offset_bytes}</translation>
    </message>
    <message>
        <source>This reader cannot erase the whole card at once</source>
        <translation>这个读卡器无法一次擦除整张存储卡</translation>
    </message>
    <message>
        <source>Format it fully instead, or put it into a slot of the computer itself.</source>
        <translation>请改用完全格式化，或将卡插入电脑自带的卡槽。</translation>
    </message>
    <message>
        <source>The card takes what is written to it and forgets it</source>
        <translation>存储卡接受写入，但什么都没有保存</translation>
    </message>
    <message>
        <source>What was on it is still there, and can still be copied.</source>
        <translation>卡上原有的内容还在，仍可复制出来。</translation>
    </message>
    <message>
        <source>It is at the end of its life. Copy what you need, and use another card.</source>
        <translation>这张卡寿命已尽。请复制需要的内容，然后换一张卡。</translation>
    </message>
    <message>
        <source>This card says that it has {has_bytes}, but keeps only {real_bytes}</source>
        <translation>这张卡自称有 {has_bytes}，实际只能保存 {real_bytes}</translation>
    </message>
    <message>
        <source>This drive has blocks of {block_bytes}; memory cards have blocks of 512 B</source>
        <translation>此设备的块大小为 {block_bytes}；存储卡的块大小为 512 B</translation>
    </message>
    <message>
        <source>Put the card into another reader, or choose a memory card.</source>
        <translation>请将卡插入另一个读卡器，或选择存储卡。</translation>
    </message>
    <message>
        <source>Test the card</source>
        <translation>测试存储卡</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>正在测试</translation>
    </message>
    <message>
        <source>Looking for the real size of the card</source>
        <translation>查看存储卡的真实容量</translation>
    </message>
    <message>
        <source>Putting back what was on the card</source>
        <translation>恢复卡上原有的内容</translation>
    </message>
    <message>
        <source>Measuring how fast the card is</source>
        <translation>测量存储卡的速度</translation>
    </message>
    <message>
        <source>Writing the whole card</source>
        <translation>写满整张卡</translation>
    </message>
    <message>
        <source>Reading the whole card back</source>
        <translation>读回整张卡</translation>
    </message>
    <message>
        <source>The card keeps what is written to it, up to {real_bytes}</source>
        <translation>存储卡能保存写入的数据，直到 {real_bytes}</translation>
    </message>
    <message>
        <source>Fast enough for a Nano and its programs: {write_bytes} a second written, {read_bytes} read, {random_write_iops} and {random_read_iops} small pieces (speed classes U1 and A1)</source>
        <translation>对 Nano 和它的程序来说足够快：每秒写入 {write_bytes}、读取 {read_bytes}，小块每秒写 {random_write_iops} 次、读 {random_read_iops} 次（达到速度等级 U1 和 A1）</translation>
    </message>
    <message>
        <source>Fast enough to be written ({write_bytes} a second), but programs will start slowly: {random_write_iops} small pieces a second written and {random_read_iops} read. A card of class A1 does 500 and 1500.</source>
        <translation>写入够快（每秒 {write_bytes}），但程序启动会比较慢：小块每秒写 {random_write_iops} 次、读 {random_read_iops} 次。A1 级的卡分别可达500次和1500次。</translation>
    </message>
    <message>
        <source>Slow: {write_bytes} a second are written; a card of speed class U1 takes {need_bytes}</source>
        <translation>较慢：每秒只能写入 {write_bytes}；速度等级 U1 的卡每秒可写 {need_bytes}</translation>
    </message>
    <message>
        <source>Try another reader or USB port first. If it stays slow, use a faster card.</source>
        <translation>请先换一个读卡器或 USB 接口。如果还是慢，请换一张更快的卡。</translation>
    </message>
    <message>
        <source>{lost_bytes} of what was on the card could not be put back; places: {places}, first at {offset_bytes}</source>
        <translation>卡上原有的 {lost_bytes} 内容无法恢复，共 {places} 处，第一处在 {offset_bytes}</translation>
    </message>
    <message>
        <source>The card is damaged and loses data; places: {ranges}, first at {offset_bytes}</source>
        <translation>存储卡已损坏：有 {ranges} 处无法保存数据，第一处在 {offset_bytes}</translation>
    </message>
    <message>
        <source>Copy what you still need from this card, then use another one.</source>
        <translation>请把卡上还需要的内容复制出来，然后换一张卡。</translation>
    </message>
    <message>
        <source>The card now holds test data. Format it, or write an image to it.</source>
        <translation>存储卡现在只有测试数据。请格式化它，或向它写入镜像。</translation>
    </message>
    <message>
        <source>This card says that it has {claimed_bytes}, but keeps only {real_bytes}</source>
        <translation>这张卡自称有 {claimed_bytes}，实际只能保存 {real_bytes}</translation>
    </message>
    <message>
        <source>No image was written to it.</source>
        <translation>没有向它写入镜像。</translation>
    </message>
    <message>
        <source>Do not use it: what is written beyond that is lost. Give it back where you bought it.</source>
        <translation>请不要使用它：超出部分写入的数据都会丢失。请向卖家退货。</translation>
    </message>
    <message>
        <source>Test it again in another reader. If that finds the same, use another card.</source>
        <translation>请换一个读卡器再测试。如果结果相同，请换一张卡。</translation>
    </message>
    <message>
        <source>Jetson image</source>
        <translation>Jetson 镜像</translation>
    </message>
    <message>
        <source>Jetson image, L4T {release}</source>
        <translation>Jetson 镜像，L4T {release}</translation>
    </message>
    <message>
        <source>used Nano card: one partition is normal</source>
        <translation>用过的 Nano 卡：只有一个分区是正常的</translation>
    </message>
    <message>
        <source>used Nano card, L4T {release}: one partition is normal</source>
        <translation>用过的 Nano 卡，L4T {release}：只有一个分区是正常的</translation>
    </message>
    <message>
        <source>help disk of a Nano that runs L4T {release}</source>
        <translation>运行 L4T {release} 的 Nano 的帮助盘</translation>
    </message>
    <message>
        <source>writing it broke off; write it again</source>
        <translation>写入曾中断，请重新写入</translation>
    </message>
    <message>
        <source>one {filesystem} volume “{label}”</source>
        <translation>一个 {filesystem} 卷“{label}”</translation>
    </message>
    <message>
        <source>one {filesystem} volume without a name</source>
        <translation>一个未命名的 {filesystem} 卷</translation>
    </message>
    <message>
        <source>one partition “{label}”</source>
        <translation>一个分区“{label}”</translation>
    </message>
    <message>
        <source>one partition</source>
        <translation>一个分区</translation>
    </message>
    <message>
        <source>{count} partitions</source>
        <translation>{count}个分区</translation>
    </message>
    <message>
        <source>{count} partitions, among them {labels}</source>
        <translation>{count}个分区，其中有 {labels}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>not partitioned</source>
        <translation>未分区</translation>
    </message>
    <message>
        <source>empty, or nothing that this computer can read</source>
        <translation>空，或者内容无法在这台电脑上读取</translation>
    </message>
    <message>
        <source>A part of this computer could not be looked at: {detail}</source>
        <translation>电脑的一部分无法查看：{detail}</translation>
    </message>
    <message>
        <source>Look again. If it stays, restart the computer.</source>
        <translation>请重新查看。如果仍然如此，请重启电脑。</translation>
    </message>
    <message>
        <source>NanoWizard runs in a container, which sees no card readers</source>
        <translation>NanoWizard 在容器中运行，容器看不到读卡器</translation>
    </message>
    <message>
        <source>Start NanoWizard on the computer itself, outside the container.</source>
        <translation>请在容器之外，直接在电脑上启动 NanoWizard。</translation>
    </message>
    <message>
        <source>NanoWizard runs in Linux inside Windows (WSL), which sees no card readers</source>
        <translation>NanoWizard 在 Windows 内的 Linux（WSL）中运行，那里看不到读卡器</translation>
    </message>
    <message>
        <source>Start NanoWizard in Windows itself.</source>
        <translation>请直接在 Windows 中启动 NanoWizard。</translation>
    </message>
    <message>
        <source>The service that finds new devices (udev) is not running</source>
        <translation>发现新设备的服务（udev）没有运行</translation>
    </message>
    <message>
        <source>Install it and restart the computer: {command}</source>
        <translation>请安装它并重启电脑：{command}</translation>
    </message>
    <message>
        <source>The driver {driver} for cards is switched off, by {file}</source>
        <translation>存储卡的驱动 {driver} 被 {file} 停用了</translation>
    </message>
    <message>
        <source>Take it out there, or ask who looks after this computer. Then restart the computer.</source>
        <translation>请在那里删除这一条，或询问电脑的管理员，然后重启电脑。</translation>
    </message>
    <message>
        <source>The driver {driver} for {name} is not installed</source>
        <translation>没有安装 {name} 的驱动 {driver}</translation>
    </message>
    <message>
        <source>Install it: {command}</source>
        <translation>请安装：{command}</translation>
    </message>
    <message>
        <source>{name} gets no driver: the running system {kernel} was replaced by a newer one on the disk</source>
        <translation>{name} 没有驱动：正在运行的系统 {kernel} 在磁盘上已换成更新的版本</translation>
    </message>
    <message>
        <source>Restart the computer.</source>
        <translation>请重启电脑。</translation>
    </message>
    <message>
        <source>This computer does not allow {name} (USB {place})</source>
        <translation>这台电脑不允许使用 {name}（USB {place}）</translation>
    </message>
    <message>
        <source>Allow it in the program that guards USB here, such as USBGuard. Then plug it in again.</source>
        <translation>请在管理 USB 的程序（例如 USBGuard）中允许它，然后重新插入。</translation>
    </message>
    <message>
        <source>Something at USB port {place} does not start: {detail}</source>
        <translation>USB 端口 {place} 上的设备无法启动：{detail}</translation>
    </message>
    <message>
        <source>Plug it into another USB port. Without a hub, and with a short cable.</source>
        <translation>请换一个 USB 端口，不经过集线器，并使用短线。</translation>
    </message>
    <message>
        <source>{name} is plugged in (USB {place}), but no driver works with it</source>
        <translation>{name} 已插入（USB {place}），但没有驱动与它配合</translation>
    </message>
    <message>
        <source>Pull the reader out, wait five seconds and plug it in again.</source>
        <translation>请拔出读卡器，等五秒，再重新插入。</translation>
    </message>
    <message>
        <source>{name} is plugged in (USB {place}), but shows no slot for cards</source>
        <translation>{name} 已插入（USB {place}），但没有显示卡槽</translation>
    </message>
    <message>
        <source>Another program has taken {name} (USB {place}), perhaps a virtual machine</source>
        <translation>另一个程序占用了 {name}（USB {place}），可能是虚拟机</translation>
    </message>
    <message>
        <source>Give it back there, in its USB menu, or close that program.</source>
        <translation>请在它的 USB 菜单中归还，或关闭那个程序。</translation>
    </message>
    <message>
        <source>The card slot built into this computer ({place}) does not work</source>
        <translation>电脑内置的卡槽（{place}）不工作</translation>
    </message>
    <message>
        <source>Restart the computer, or use a USB card reader.</source>
        <translation>请重启电脑，或使用 USB 读卡器。</translation>
    </message>
    <message>
        <source>{name} is switched off in Windows</source>
        <translation>{name} 在 Windows 中被停用了</translation>
    </message>
    <message>
        <source>Open Device Manager, click it with the right mouse button and choose “Enable device”.</source>
        <translation>请打开设备管理器，右键单击它，选择“启用设备”。</translation>
    </message>
    <message>
        <source>Windows has no driver for {name} (code {problem})</source>
        <translation>Windows 没有 {name} 的驱动（代码 {problem}）</translation>
    </message>
    <message>
        <source>Open Device Manager, click it with the right mouse button and choose “Update driver”.</source>
        <translation>请打开设备管理器，右键单击它，选择“更新驱动程序”。</translation>
    </message>
    <message>
        <source>{name} is plugged in, but does not work (code {problem})</source>
        <translation>{name} 已插入，但不工作（代码 {problem}）</translation>
    </message>
    <message>
        <source>{name} was removed safely and is still plugged in</source>
        <translation>{name} 已安全移除，但仍插在电脑上</translation>
    </message>
    <message>
        <source>{name} works after the next restart only</source>
        <translation>{name} 要在下次重启后才能工作</translation>
    </message>
    <message>
        <source>A policy of this computer forbids removable drives ({source})</source>
        <translation>这台电脑的策略禁止可移动磁盘（{source}）</translation>
    </message>
    <message>
        <source>Ask who looks after this computer, or use another one.</source>
        <translation>请询问电脑的管理员，或换一台电脑。</translation>
    </message>
    <message>
        <source>A policy of this computer keeps removable drives read-only ({source})</source>
        <translation>这台电脑的策略规定可移动磁盘只读（{source}）</translation>
    </message>
    <message>
        <source>Windows gives new drives no letter ({source})</source>
        <translation>Windows 不给新磁盘分配盘符（{source}）</translation>
    </message>
    <message>
        <source>Choose the card in the list: NanoWizard needs no letter.</source>
        <translation>请在列表中选择存储卡：NanoWizard 不需要盘符。</translation>
    </message>
    <message>
        <source>{name} has no drive letter, so other programs do not show it</source>
        <translation>{name} 没有盘符，所以其他程序不显示它</translation>
    </message>
    <message>
        <source>Choose it in the list: NanoWizard needs no letter.</source>
        <translation>请在列表中选择它：NanoWizard 不需要盘符。</translation>
    </message>
    <message>
        <source>No card reader is seen</source>
        <translation>没有看到读卡器</translation>
    </message>
    <message>
        <source>Plug the reader in. If it is plugged in, try another USB port.</source>
        <translation>请插入读卡器。如果已插好，请换一个 USB 口。</translation>
    </message>
    <message>
        <source>No card reader is seen, and this computer is a virtual one</source>
        <translation>没有看到读卡器，而且这是一台虚拟机</translation>
    </message>
    <message>
        <source>Plug the reader in, then hand it over in the menu of your virtual machine, under USB.</source>
        <translation>请插入读卡器，然后在虚拟机菜单的 USB 一项中把它交给虚拟机。</translation>
    </message>
    <message>
        <source>No card is seen in the slot built into this computer ({place})</source>
        <translation>电脑内置的卡槽（{place}）中没有看到存储卡</translation>
    </message>
    <message>
        <source>Take the card out and push it in until it clicks. If it sits in an adapter, try another adapter.</source>
        <translation>取出存储卡，再推入，直到“咔”一声。如果用了卡套，请换一个试试。</translation>
    </message>
    <message>
        <source>No card is seen in {name}</source>
        <translation>在 {name} 中没有看到存储卡</translation>
    </message>
    <message>
        <source>There is a card in the slot {place}, but it does not answer: {detail}</source>
        <translation>卡槽 {place} 中有卡，但没有回应：{detail}</translation>
    </message>
    <message>
        <source>Try another reader. A card that answers nowhere is broken.</source>
        <translation>请换一个读卡器。在哪里都没有响应的卡已经损坏。</translation>
    </message>
    <message>
        <source>{name} ({path}) answers, but says that it holds nothing at all</source>
        <translation>{name}（{path}）有回应，但报告容量为零</translation>
    </message>
    <message>
        <source>What is on {name} ({path}) cannot be read, so other programs do not show it</source>
        <translation>{name}（{path}）上的内容无法读取，所以其他程序不显示它</translation>
    </message>
    <message>
        <source>Choose it in the list: it can be written or repaired all the same.</source>
        <translation>请在列表中选择它：它仍然可以写入或修复。</translation>
    </message>
    <message>
        <source>The desktop is told not to open {path} ({source})</source>
        <translation>桌面被设定为不打开 {path}（{source}）</translation>
    </message>
    <message>
        <source>Choose the card in the list: it can be written all the same.</source>
        <translation>请在列表中选择存储卡：它仍然可以写入。</translation>
    </message>
    <message>
        <source>The service {service} is switched off on this computer</source>
        <translation>这台电脑停用了服务 {service}</translation>
    </message>
    <message>
        <source>Switch it on again: {command}</source>
        <translation>请重新启用：{command}</translation>
    </message>
    <message>
        <source>The service {service} stopped and did not start again</source>
        <translation>服务 {service} 已停止，没有重新启动</translation>
    </message>
    <message>
        <source>Start it. If it stops again, restart the computer.</source>
        <translation>请启动它。如果再次停止，请重启电脑。</translation>
    </message>
    <message>
        <source>That did not help: the system refused it</source>
        <translation>没有成功：系统拒绝了这个操作</translation>
    </message>
    <message>
        <source>No drive was touched.</source>
        <translation>没有碰任何磁盘。</translation>
    </message>
    <message>
        <source>Why is my card not here?</source>
        <translation>为什么没有看到我的卡？</translation>
    </message>
    <message>
        <source>The clock is not set back to a wrong time</source>
        <translation>不会把时间改回错误的值</translation>
    </message>
    <message>
        <source>Leave it as it is. A time server sets it when the Nano has internet.</source>
        <translation>保持原样即可。Nano 连上互联网后，时间服务器会校准它。</translation>
    </message>
    <message>
        <source>The Nano does not say what time it is</source>
        <translation>Nano 没有给出时间</translation>
    </message>
    <message>
        <source>Restart the Nano, connect again and repeat the step.</source>
        <translation>请重启 Nano，重新连接后再试。</translation>
    </message>
    <message>
        <source>A time server sets the Nano&apos;s clock, and this computer differs by {difference_s}. Check this computer.</source>
        <translation>Nano 的时间来自时间服务器，与这台电脑相差 {difference_s}。请检查这台电脑的时间。</translation>
    </message>
    <message>
        <source>The Nano is ahead: its clock goes back by {difference_s}. Files made since seem to be newer.</source>
        <translation>Nano 的时间偏快，要调慢 {difference_s}。这段时间里生成的文件会显得更新。</translation>
    </message>
    <message>
        <source>No time server has set the Nano&apos;s clock yet. It has no battery of its own.</source>
        <translation>还没有时间服务器校准 Nano 的时间。Nano 没有时钟电池。</translation>
    </message>
    <message>
        <source>The Nano&apos;s clock is right</source>
        <translation>Nano 的时间正确</translation>
    </message>
    <message>
        <source>Set the Nano&apos;s clock to this computer&apos;s: forward by {difference_s}</source>
        <translation>按这台电脑校准 Nano 的时间：调快 {difference_s}</translation>
    </message>
    <message>
        <source>Set the Nano&apos;s clock to this computer&apos;s: back by {difference_s}</source>
        <translation>按这台电脑校准 Nano 的时间：调慢 {difference_s}</translation>
    </message>
    <message>
        <source>Set the Nano&apos;s clock</source>
        <translation>校准 Nano 的时间</translation>
    </message>
    <message>
        <source>“{index_url}” is not the address of a package index</source>
        <translation>“{index_url}”不是软件包索引的地址</translation>
    </message>
    <message>
        <source>Give an address that begins with https:// and has no password in it.</source>
        <translation>请填写以 https:// 开头、不含密码的地址。</translation>
    </message>
    <message>
        <source>The Nano got no package from {index_url}</source>
        <translation>Nano 无法从 {index_url} 下载软件包</translation>
    </message>
    <message>
        <source>Nothing was changed: pip works as before.</source>
        <translation>没有任何改动：pip 和以前一样工作。</translation>
    </message>
    <message>
        <source>Check the Nano&apos;s network and its clock, or choose another mirror.</source>
        <translation>请检查 Nano 的网络和时间，或换一个镜像站。</translation>
    </message>
    <message>
        <source>pip is not installed on the Nano yet. It comes with TensorFlow; until then the mirror is not tried.</source>
        <translation>Nano 上还没有安装 pip。它会随 TensorFlow 一起安装，在此之前不测试镜像站。</translation>
    </message>
    <message>
        <source>{path} names another index in [{section}], and that wins: {index_url}. Remove that line.</source>
        <translation>{path} 的 [{section}] 写了另一个索引，并且优先：{index_url}。请删除那一行。</translation>
    </message>
    <message>
        <source>pip cannot read {path} (line {line}) and will not start. Correct that file.</source>
        <translation>pip 读不了 {path}（第 {line} 行），无法启动。请改正这个文件。</translation>
    </message>
    <message>
        <source>{path} adds a second index, which stays: {index_url}</source>
        <translation>{path} 另外添加了一个索引，予以保留：{index_url}</translation>
    </message>
    <message>
        <source>{path} switches off the certificate check for {host}. Remove it from trusted-host.</source>
        <translation>{path} 关闭了对 {host} 的证书检查。请把它从 trusted-host 中删除。</translation>
    </message>
    <message>
        <source>trusted-host in {path} names {host}, which no index here has. It does nothing.</source>
        <translation>{path} 中的 trusted-host 写了 {host}，这里没有索引用它，因此不起作用。</translation>
    </message>
    <message>
        <source>{name} in /etc/environment wins over the files of pip (it is: {value})</source>
        <translation>/etc/environment 中的 {name} 优先于 pip 的配置文件（值为 {value}）</translation>
    </message>
    <message>
        <source>{index_url} has no https: anybody on the way could change what is installed</source>
        <translation>{index_url} 不使用 https：途中的任何人都可能更改要安装的内容</translation>
    </message>
    <message>
        <source>pip gets its packages from {index_url}</source>
        <translation>pip 从 {index_url} 下载软件包</translation>
    </message>
    <message>
        <source>Get the small package {package} from {index_url}, as a test</source>
        <translation>从 {index_url} 下载小软件包 {package}，作为测试</translation>
    </message>
    <message>
        <source>Write {path} anew: pip gives up on its line {line}. All settings stay.</source>
        <translation>重新写入 {path}：pip 读不了其中的第 {line} 行。所有设置保留。</translation>
    </message>
    <message>
        <source>Let every user read {path}</source>
        <translation>允许所有用户读取 {path}</translation>
    </message>
    <message>
        <source>Write the index {index_url} into {path}</source>
        <translation>把软件包索引 {index_url} 写入 {path}</translation>
    </message>
    <message>
        <source>Write the index {index_url} into {path} (now {old_url})</source>
        <translation>把软件包索引 {index_url} 写入 {path}（现在是 {old_url}）</translation>
    </message>
    <message>
        <source>Bring back the settings of pip from before NanoWizard</source>
        <translation>恢复使用 NanoWizard 之前的 pip 设置</translation>
    </message>
    <message>
        <source>Choose where Python packages come from</source>
        <translation>选择 Python 软件包的来源</translation>
    </message>
    <message>
        <source>Looking at the board and its system</source>
        <translation>正在查看板子和系统</translation>
    </message>
    <message>
        <source>Looking at power and running programs</source>
        <translation>正在查看供电和正在运行的程序</translation>
    </message>
    <message>
        <source>Looking for the internet</source>
        <translation>正在检查网络连接</translation>
    </message>
    <message>
        <source>This is a module with built-in memory ({module})</source>
        <translation>这是带板载存储的模块（{module}）</translation>
    </message>
    <message>
        <source>All steps on the Nano work.</source>
        <translation>Nano 上的所有步骤都可以使用。</translation>
    </message>
    <message>
        <source>It does not start from a card with an image; NVIDIA’s SDK Manager installs it.</source>
        <translation>它不能从写有镜像的卡启动，需要用 NVIDIA 的 SDK Manager 安装。</translation>
    </message>
    <message>
        <source>The power supply was too weak {count} times since the Nano started</source>
        <translation>Nano 启动以来，供电不足出现过 {count}次</translation>
    </message>
    <message>
        <source>The Nano slows down then, and may switch off in the middle of work.</source>
        <translation>供电不足时 Nano 会变慢，也可能在工作中途断电。</translation>
    </message>
    <message>
        <source>Use a supply of 5 V and 4 A at the round plug, with a short cable.</source>
        <translation>请使用圆形插头的 5 V 4 A 电源，线要短。</translation>
    </message>
    <message>
        <source>The Nano is hot: {temperature} °C</source>
        <translation>Nano 温度过高：{temperature} °C</translation>
    </message>
    <message>
        <source>It slows itself down before heat can harm it.</source>
        <translation>在受损之前它会自动降速。</translation>
    </message>
    <message>
        <source>Let air reach the heat sink, or add a fan.</source>
        <translation>请让散热片通风，或加装风扇。</translation>
    </message>
    <message>
        <source>The Nano saves power: mode {mode}</source>
        <translation>Nano 处于省电模式：{mode}</translation>
    </message>
    <message>
        <source>Everything works, only slower.</source>
        <translation>一切正常，只是较慢。</translation>
    </message>
    <message>
        <source>Choose full speed on the page “Power and desktop”, if the supply is strong.</source>
        <translation>如果电源足够，请在“供电与桌面”页选择全速。</translation>
    </message>
    <message>
        <source>The Nano’s clock is wrong by {off_s}</source>
        <translation>Nano 的时钟差了 {off_s}</translation>
    </message>
    <message>
        <source>Set it from this computer: with a wrong clock, downloads are refused.</source>
        <translation>请用这台电脑校准：时钟不准时下载会被拒绝。</translation>
    </message>
    <message>
        <source>{unused_bytes} of the card are not used</source>
        <translation>存储卡还有 {unused_bytes} 没有使用</translation>
    </message>
    <message>
        <source>Everything works, but space will run out sooner.</source>
        <translation>一切正常，但空间会更早用完。</translation>
    </message>
    <message>
        <source>Let the system use the whole card: page “Root file system”.</source>
        <translation>请让系统使用整张卡：“根文件系统”页。</translation>
    </message>
    <message>
        <source>Only {free_bytes} are free on the card</source>
        <translation>存储卡只剩 {free_bytes} 可用</translation>
    </message>
    <message>
        <source>Everything works so far.</source>
        <translation>目前一切正常。</translation>
    </message>
    <message>
        <source>Remove what is not needed, or use a larger card.</source>
        <translation>请删除不需要的内容，或换一张更大的卡。</translation>
    </message>
    <message>
        <source>There is no swap file</source>
        <translation>没有交换文件</translation>
    </message>
    <message>
        <source>Small programs do not need one.</source>
        <translation>小程序不需要它。</translation>
    </message>
    <message>
        <source>Add one before you install TensorFlow.</source>
        <translation>安装 TensorFlow 之前请先添加。</translation>
    </message>
    <message>
        <source>The Nano is in no network with an internet connection</source>
        <translation>Nano 没有连接到能上网的网络</translation>
    </message>
    <message>
        <source>What needs no download works.</source>
        <translation>不需要下载的步骤可以使用。</translation>
    </message>
    <message>
        <source>Plug in a network cable, or let NanoWizard lend this computer’s internet.</source>
        <translation>请插上网线，或让 NanoWizard 借用这台电脑的网络。</translation>
    </message>
    <message>
        <source>The Nano is in a network, but finds no names there (DNS)</source>
        <translation>Nano 已联网，但无法解析域名（DNS）</translation>
    </message>
    <message>
        <source>Check the router, or let NanoWizard lend this computer’s internet.</source>
        <translation>请检查路由器，或让 NanoWizard 借用这台电脑的网络。</translation>
    </message>
    <message>
        <source>The Nano does not reach Ubuntu’s server</source>
        <translation>Nano 连接不到 Ubuntu 服务器</translation>
    </message>
    <message>
        <source>Choose a mirror, or let NanoWizard lend this computer’s internet.</source>
        <translation>请选择软件源镜像，或让 NanoWizard 借用这台电脑的网络。</translation>
    </message>
    <message>
        <source>Packages are only half installed: {packages}</source>
        <translation>有软件包只安装了一半：{packages}</translation>
    </message>
    <message>
        <source>The Nano runs, but nothing can be installed until they are done.</source>
        <translation>Nano 可以运行，但在它们完成之前无法安装任何软件。</translation>
    </message>
    <message>
        <source>Let NanoWizard complete them: page “System packages”. Leave the Nano on meanwhile.</source>
        <translation>请让 NanoWizard 补全它们：“系统软件包”页面。期间不要关闭 Nano。</translation>
    </message>
    <message>
        <source>Work that NanoWizard began goes on there: {jobs}</source>
        <translation>NanoWizard 开始的工作仍在 Nano 上进行：{jobs}</translation>
    </message>
    <message>
        <source>It does not need this computer.</source>
        <translation>它不需要这台电脑。</translation>
    </message>
    <message>
        <source>Open its page to watch it.</source>
        <translation>打开对应页面即可查看。</translation>
    </message>
    <message>
        <source>The Nano is installing or updating packages now ({programs})</source>
        <translation>Nano 正在安装或更新软件包（{programs}）</translation>
    </message>
    <message>
        <source>NanoWizard never breaks into that.</source>
        <translation>NanoWizard 绝不会打断它。</translation>
    </message>
    <message>
        <source>Wait until it is done; after a start it can take half an hour.</source>
        <translation>请等它完成；刚启动后可能需要半小时。</translation>
    </message>
    <message>
        <source>Waiting for the Nano: the link broke off, the work on it goes on</source>
        <translation>正在等待 Nano：连接已断开，Nano 上的工作仍在继续</translation>
    </message>
    <message>
        <source>Cancelling: {command} completes its packages first. Cancel again to let it go on alone.</source>
        <translation>正在取消：{command} 会先完成手头的软件包。再次取消则让它自行继续。</translation>
    </message>
    <message>
        <source>{command} goes on alone on the Nano. Start the step again to see it.</source>
        <translation>{command} 在 Nano 上自行继续。再次开始此步骤即可查看。</translation>
    </message>
    <message>
        <source>It was left alone, and nothing else was started.</source>
        <translation>未干预它，也未启动其他命令。</translation>
    </message>
    <message>
        <source>The Nano restarted while {command} was running</source>
        <translation>{command} 运行时 Nano 重新启动了</translation>
    </message>
    <message>
        <source>What was finished before stays. The rest was not done.</source>
        <translation>之前完成的内容保留，其余的没有执行。</translation>
    </message>
    <message>
        <source>Repeat the step: it looks again and does only what is missing.</source>
        <translation>请重复此步骤：它会重新检查，只做缺少的部分。</translation>
    </message>
    <message>
        <source>Waiting for an earlier command that still runs on the Nano: {command}</source>
        <translation>正在等待 Nano 上仍在运行的先前命令：{command}</translation>
    </message>
    <message>
        <source>An earlier command still runs on the Nano after {waited_s}: {command}</source>
        <translation>已等待 {waited_s}，Nano 上先前的命令仍在运行：{command}</translation>
    </message>
    <message>
        <source>Repeat the step later. If it stays so, restart the Nano.</source>
        <translation>请稍后重复此步骤。如果仍然如此，请重启 Nano。</translation>
    </message>
    <message>
        <source>The Nano was busy with an earlier command, which has ended now: {command}</source>
        <translation>Nano 之前忙于先前的命令，现已结束：{command}</translation>
    </message>
    <message>
        <source>{command} has ended, and another window or computer was told how</source>
        <translation>{command} 已结束，结果已由另一个窗口或电脑取走</translation>
    </message>
    <message>
        <source>What it did on the Nano stays.</source>
        <translation>它在 Nano 上完成的内容保留。</translation>
    </message>
    <message>
        <source>{command} was ended on the Nano by something else</source>
        <translation>{command} 在 Nano 上被其他程序终止</translation>
    </message>
    <message>
        <source>The memory may have run out: add swap on the Swap page, then repeat the step.</source>
        <translation>内存可能已耗尽：请在“交换空间”页面增加交换空间，然后重复此步骤。</translation>
    </message>
    <message>
        <source>The card in the Nano is full, and {command} stopped</source>
        <translation>Nano 中的卡已满，{command} 已停止</translation>
    </message>
    <message>
        <source>What was finished before stays.</source>
        <translation>之前完成的内容保留。</translation>
    </message>
    <message>
        <source>Free some space on the Nano, then repeat the step.</source>
        <translation>请在 Nano 上腾出一些空间，然后重复此步骤。</translation>
    </message>
    <message>
        <source>This Nano has no power mode {mode}</source>
        <translation>这台 Nano 没有功率模式 {mode}</translation>
    </message>
    <message>
        <source>Choose one of these: {modes}</source>
        <translation>请选择其中一个：{modes}</translation>
    </message>
    <message>
        <source>Power modes are not there: this system has no nvpmodel</source>
        <translation>没有功率模式：此系统没有 nvpmodel</translation>
    </message>
    <message>
        <source>The clocks cannot be set: jetson_clocks is missing or does not answer</source>
        <translation>无法设置频率：没有 jetson_clocks，或它没有回应</translation>
    </message>
    <message>
        <source>Desktop or console cannot be chosen: this system has no systemd</source>
        <translation>无法选择桌面或命令行：此系统没有 systemd</translation>
    </message>
    <message>
        <source>There is nothing to hold: the boot loader is not installed as a package</source>
        <translation>没有可锁定的软件包：引导程序不是以软件包安装的</translation>
    </message>
    <message>
        <source>Full power needs a good supply: 5 V with 4 A. A weak one switches the Nano off.</source>
        <translation>全功率需要好的电源：5 V 4 A。电源太弱会让 Nano 关机。</translation>
    </message>
    <message>
        <source>The highest clocks hold until the next restart only</source>
        <translation>最高频率只保持到下次重启</translation>
    </message>
    <message>
        <source>Somebody else set the clocks to their highest. A restart lets them go.</source>
        <translation>频率是由其他程序设为最高的。重启后会恢复。</translation>
    </message>
    <message>
        <source>Desktop or console changes with the next restart</source>
        <translation>桌面或命令行的改动在下次重启后生效</translation>
    </message>
    <message>
        <source>Power and desktop are set as wished</source>
        <translation>电源和桌面已按要求设置</translation>
    </message>
    <message>
        <source>Set the power mode to {name} (now {old_name})</source>
        <translation>把功率模式设为 {name}（现在是 {old_name}）</translation>
    </message>
    <message>
        <source>Set all clocks to their highest, until the next restart</source>
        <translation>把所有频率设为最高，直到下次重启</translation>
    </message>
    <message>
        <source>Let the clocks go down again when idle</source>
        <translation>空闲时重新降低频率</translation>
    </message>
    <message>
        <source>Start without a desktop from now on. That frees 250 to 800 MB of memory.</source>
        <translation>以后启动时不进入桌面，可省出 250 到 800 MB 内存。</translation>
    </message>
    <message>
        <source>Start with the desktop from now on</source>
        <translation>以后启动时进入桌面</translation>
    </message>
    <message>
        <source>Keep upgrades away from {package}</source>
        <translation>升级时不改动 {package}</translation>
    </message>
    <message>
        <source>Let upgrades change {package} again</source>
        <translation>重新允许升级改动 {package}</translation>
    </message>
    <message>
        <source>Bring back the settings of power and desktop from before NanoWizard</source>
        <translation>恢复使用 NanoWizard 之前的电源和桌面设置</translation>
    </message>
    <message>
        <source>Set power and desktop</source>
        <translation>设置电源和桌面</translation>
    </message>
    <message>
        <source>A file system that was grown is not made smaller again</source>
        <translation>已扩大的文件系统不会再缩小</translation>
    </message>
    <message>
        <source>Nothing was changed. More room does no harm.</source>
        <translation>没有任何改动。空间变大没有坏处。</translation>
    </message>
    <message>
        <source>Leave it as it is. To begin anew, write the image to the card again.</source>
        <translation>保持原样即可。如要从头开始，请重新把镜像写入存储卡。</translation>
    </message>
    <message>
        <source>{room_bytes} of the card are not used, but its {fs_type} cannot be grown here</source>
        <translation>存储卡还有 {room_bytes} 没有使用，但这里无法扩大 {fs_type} 文件系统</translation>
    </message>
    <message>
        <source>Write an image with an ext4 file system, such as NVIDIA&apos;s, to the card.</source>
        <translation>请把使用 ext4 文件系统的镜像（例如 NVIDIA 的）写入存储卡。</translation>
    </message>
    <message>
        <source>{room_bytes} of the card are not used, but {device} lies in between</source>
        <translation>存储卡还有 {room_bytes} 没有使用，但中间隔着 {device}</translation>
    </message>
    <message>
        <source>Use that room for a partition of its own, or write the image anew.</source>
        <translation>请把这些空间用作单独的分区，或重新写入镜像。</translation>
    </message>
    <message>
        <source>{room_bytes} of {disk} are not used, but its table is not of the Nano&apos;s kind</source>
        <translation>{disk} 还有 {room_bytes} 没有使用，但它的分区表不是 Nano 用的那种</translation>
    </message>
    <message>
        <source>Grow it with the tools of that system, or write NVIDIA&apos;s image to the card.</source>
        <translation>请用该系统自己的工具扩大，或把 NVIDIA 的镜像写入存储卡。</translation>
    </message>
    <message>
        <source>The Nano lacks what is needed to use the rest of the card: {tools}</source>
        <translation>Nano 缺少使用存储卡剩余空间所需的工具：{tools}</translation>
    </message>
    <message>
        <source>Install on the Nano (sudo apt-get install), then repeat the step: {packages}</source>
        <translation>请在 Nano 上安装（sudo apt-get install）以下软件包，再重试：{packages}</translation>
    </message>
    <message>
        <source>The Nano does not say how large {device} is</source>
        <translation>Nano 没有给出 {device} 的大小</translation>
    </message>
    <message>
        <source>The Nano&apos;s system does not lie in a partition ({device}). There is nothing to do.</source>
        <translation>Nano 的系统不在分区里（{device}），无需处理。</translation>
    </message>
    <message>
        <source>{room_bytes} of the card ({disk_bytes}) are not used yet</source>
        <translation>存储卡（{disk_bytes}）还有 {room_bytes} 没有使用</translation>
    </message>
    <message>
        <source>The Nano uses all of its card: {size_bytes} of {disk_bytes}</source>
        <translation>Nano 已使用整张存储卡：{disk_bytes} 中的 {size_bytes}</translation>
    </message>
    <message>
        <source>Grow {device} from {old_bytes} to {size_bytes}, with NVIDIA&apos;s own script</source>
        <translation>用 NVIDIA 自带的脚本把 {device} 从 {old_bytes} 扩大到 {size_bytes}</translation>
    </message>
    <message>
        <source>Grow partition {number} of {disk} from {old_bytes} to {size_bytes}</source>
        <translation>把 {disk} 的分区 {number} 从 {old_bytes} 扩大到 {size_bytes}</translation>
    </message>
    <message>
        <source>Grow the file system on {device} from {old_bytes} to {size_bytes}</source>
        <translation>把 {device} 上的文件系统从 {old_bytes} 扩大到 {size_bytes}</translation>
    </message>
    <message>
        <source>Use all of the card</source>
        <translation>使用整张存储卡</translation>
    </message>
    <message>
        <source>The table of TensorFlow versions cannot be read ({file})</source>
        <translation>无法读取 TensorFlow 版本表（{file}）</translation>
    </message>
    <message>
        <source>If you edited it, correct it. Otherwise install NanoWizard again.</source>
        <translation>如果您改过它，请改正。否则请重新安装 NanoWizard。</translation>
    </message>
    <message>
        <source>This machine is no Jetson Nano (it says: {model})</source>
        <translation>这台机器不是 Jetson Nano（它自称：{model}）</translation>
    </message>
    <message>
        <source>Nothing was changed. Swap, mirrors and the clock can be set here all the same.</source>
        <translation>没有做任何更改。交换文件、软件源和时钟在这里仍然可以设置。</translation>
    </message>
    <message>
        <source>Connect to a Jetson Nano: this TensorFlow runs only there.</source>
        <translation>请连接 Jetson Nano：这个 TensorFlow 只能在它上面运行。</translation>
    </message>
    <message>
        <source>No TensorFlow is known for this system (L4T {l4t})</source>
        <translation>没有已知适合此系统（L4T {l4t}）的 TensorFlow</translation>
    </message>
    <message>
        <source>Write a card with JetPack 4.6.1, the newest image for the Nano.</source>
        <translation>请写一张 JetPack 4.6.1 的存储卡，这是 Nano 最新的镜像。</translation>
    </message>
    <message>
        <source>For this system (L4T {l4t}) TensorFlow exists only as a container</source>
        <translation>此系统（L4T {l4t}）的 TensorFlow 只有容器形式</translation>
    </message>
    <message>
        <source>Choose the container, or write a card with JetPack 4.6.1.</source>
        <translation>请选择容器，或写一张 JetPack 4.6.1 的存储卡。</translation>
    </message>
    <message>
        <source>TensorFlow for the Nano needs Python {wanted}; here is Python {found}</source>
        <translation>Nano 的 TensorFlow 需要 Python {wanted}，这里是 Python {found}</translation>
    </message>
    <message>
        <source>Choose the container, which brings its own Python, or write NVIDIA’s image.</source>
        <translation>请选择自带 Python 的容器，或写入 NVIDIA 的镜像。</translation>
    </message>
    <message>
        <source>“{path}” cannot hold a virtual environment</source>
        <translation>“{path}”不能用来放虚拟环境</translation>
    </message>
    <message>
        <source>Name a new folder in your home on the Nano, for example ~/tensorflow.</source>
        <translation>请填写 Nano 上您主目录里的一个新文件夹，例如 ~/tensorflow。</translation>
    </message>
    <message>
        <source>Docker is not installed on the Nano</source>
        <translation>Nano 上没有安装 Docker</translation>
    </message>
    <message>
        <source>Choose the Python packages instead; NVIDIA’s own image brings Docker.</source>
        <translation>请改用 Python 软件包；NVIDIA 的镜像自带 Docker。</translation>
    </message>
    <message>
        <source>NVIDIA’s container runtime is missing, so no container would see the GPU</source>
        <translation>缺少 NVIDIA 的容器运行时，容器看不到 GPU</translation>
    </message>
    <message>
        <source>Choose the Python packages instead; NVIDIA’s own image brings the runtime.</source>
        <translation>请改用 Python 软件包；NVIDIA 的镜像自带该运行时。</translation>
    </message>
    <message>
        <source>Docker cannot use the internet that this computer lends</source>
        <translation>Docker 用不了这台电脑借出的网络</translation>
    </message>
    <message>
        <source>Choose the Python packages. Or give the Nano a network of its own, and lend nothing.</source>
        <translation>请选择 Python 软件包；或者让 Nano 自己联网，不再借用。</translation>
    </message>
    <message>
        <source>TensorFlow needs {need_bytes} on the card, {free_bytes} are free</source>
        <translation>TensorFlow 需要存储卡上有 {need_bytes}，现在可用 {free_bytes}</translation>
    </message>
    <message>
        <source>Let the system use the whole card, or free {missing_bytes}.</source>
        <translation>请让系统使用整张存储卡，或腾出 {missing_bytes}。</translation>
    </message>
    <message>
        <source>Memory and swap file together are {have_bytes}; {need_bytes} are needed</source>
        <translation>内存加交换文件共 {have_bytes}，需要 {need_bytes}</translation>
    </message>
    <message>
        <source>Add a swap file of 4 GB first.</source>
        <translation>请先添加 4 GB 的交换文件。</translation>
    </message>
    <message>
        <source>{free_bytes} are free on the card; {advised_bytes} leave room for your own work</source>
        <translation>存储卡可用 {free_bytes}；有 {advised_bytes} 才能给您自己的工作留出空间</translation>
    </message>
    <message>
        <source>Memory and swap file together are {have_bytes}. With {advised_bytes} nothing is stopped halfway.</source>
        <translation>内存加交换文件共 {have_bytes}。有 {advised_bytes} 就不会中途停下。</translation>
    </message>
    <message>
        <source>Your own folder on the Nano has packages that win over the system’s: {packages}</source>
        <translation>您在 Nano 上自己的文件夹里有优先于系统的软件包：{packages}</translation>
    </message>
    <message>
        <source>TensorFlow {found} is there and stays. The one to install here is {newest}.</source>
        <translation>已有 TensorFlow {found}，会保留。这里可装的是 {newest}。</translation>
    </message>
    <message>
        <source>JetPack {jetpack} has only TensorFlow {version}, and the proof needs 2.2. A card with JetPack 4.6.1 has TensorFlow 2.7.</source>
        <translation>JetPack {jetpack} 只有 TensorFlow {version}，而验证需要 2.2。JetPack 4.6.1 的存储卡有 TensorFlow 2.7。</translation>
    </message>
    <message>
        <source>TensorFlow {version} is installed and has started</source>
        <translation>TensorFlow {version} 已安装，并且启动过</translation>
    </message>
    <message>
        <source>The container with TensorFlow {version} is there and has started</source>
        <translation>带 TensorFlow {version} 的容器已就绪，并且启动过</translation>
    </message>
    <message>
        <source>TensorFlow sees the GPU</source>
        <translation>TensorFlow 能看到 GPU</translation>
    </message>
    <message>
        <source>TensorFlow starts, but it sees no GPU and will be slow</source>
        <translation>TensorFlow 能启动，但看不到 GPU，会很慢</translation>
    </message>
    <message>
        <source>These system packages stay, because others need them: {packages}</source>
        <translation>这些系统软件包会保留，因为别的软件包需要它们：{packages}</translation>
    </message>
    <message>
        <source>These could not be brought back, because nobody offers them: {packages}</source>
        <translation>这些无法恢复，因为没有地方提供：{packages}</translation>
    </message>
    <message>
        <source>A program on the Nano ended with “Illegal instruction”</source>
        <translation>Nano 上的一个程序以“Illegal instruction”结束</translation>
    </message>
    <message>
        <source>Nothing is broken: it is numpy 1.19.5, which does not know this processor.</source>
        <translation>没有东西损坏：原因是 numpy 1.19.5 不认识这个处理器。</translation>
    </message>
    <message>
        <source>Repeat this step, and remove a numpy of your own: python3 -m pip uninstall numpy</source>
        <translation>请重做此步，并删除您自己装的 numpy：python3 -m pip uninstall numpy</translation>
    </message>
    <message>
        <source>The Nano ran out of memory and ended the work</source>
        <translation>Nano 内存用完，工作被结束</translation>
    </message>
    <message>
        <source>What was installed before stays. The step goes on from there.</source>
        <translation>之前装好的都会保留，此步会从那里继续。</translation>
    </message>
    <message>
        <source>Add a swap file, close programs on the Nano, and repeat the step.</source>
        <translation>请添加交换文件，关闭 Nano 上的程序，再重做此步。</translation>
    </message>
    <message>
        <source>The Nano’s card is full</source>
        <translation>Nano 的存储卡已满</translation>
    </message>
    <message>
        <source>Let the system use the whole card, or delete files, and repeat the step.</source>
        <translation>请让系统使用整张存储卡，或删除文件，再重做此步。</translation>
    </message>
    <message>
        <source>A downloaded package is not what its index promised</source>
        <translation>下载的软件包与索引所说的不符</translation>
    </message>
    <message>
        <source>It was not installed.</source>
        <translation>它没有被安装。</translation>
    </message>
    <message>
        <source>Repeat the step. If it stays so, choose another Python mirror.</source>
        <translation>请重做此步。如果仍然如此，请换一个 Python 软件源。</translation>
    </message>
    <message>
        <source>The Nano does not trust the server, most often because its clock is wrong</source>
        <translation>Nano 不信任服务器，多半是因为它的时钟不对</translation>
    </message>
    <message>
        <source>Nothing was installed from there.</source>
        <translation>没有从那里安装任何东西。</translation>
    </message>
    <message>
        <source>Set the Nano’s clock from this computer, and repeat the step.</source>
        <translation>请用这台电脑设置 Nano 的时钟，再重做此步。</translation>
    </message>
    <message>
        <source>The index does not have {package}</source>
        <translation>索引里没有 {package}</translation>
    </message>
    <message>
        <source>Choose another Python mirror, or the official index, and repeat the step.</source>
        <translation>请换一个 Python 软件源或官方索引，再重做此步。</translation>
    </message>
    <message>
        <source>The Nano cannot reach the server on the internet</source>
        <translation>Nano 连不上互联网上的服务器</translation>
    </message>
    <message>
        <source>Connect the Nano to a network, or let this computer do the downloads.</source>
        <translation>请给 Nano 接上网络，或让这台电脑来下载。</translation>
    </message>
    <message>
        <source>This computer cannot reach the package index {index_url}</source>
        <translation>这台电脑连不上软件包索引 {index_url}</translation>
    </message>
    <message>
        <source>Check this computer’s network, or choose another index.</source>
        <translation>请检查这台电脑的网络，或换一个索引。</translation>
    </message>
    <message>
        <source>The downloaded file {file} is damaged and was deleted</source>
        <translation>下载的文件 {file} 已损坏，已被删除</translation>
    </message>
    <message>
        <source>Repeat the step: the file is fetched again.</source>
        <translation>请重做此步：文件会重新下载。</translation>
    </message>
    <message>
        <source>See whether the Nano reaches {host}</source>
        <translation>看 Nano 能否连上 {host}</translation>
    </message>
    <message>
        <source>Download the packages to this computer (about {usual_s})</source>
        <translation>把软件包下载到这台电脑（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Copy {count} packages to the Nano (about {usual_s})</source>
        <translation>把 {count}个软件包复制到 Nano（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Install {count} system packages (about {usual_s})</source>
        <translation>安装 {count}个系统软件包（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Make the virtual environment {folder}</source>
        <translation>创建虚拟环境 {folder}</translation>
    </message>
    <message>
        <source>Install the right pip</source>
        <translation>安装合适的 pip</translation>
    </message>
    <message>
        <source>Put a header in place that h5py looks for</source>
        <translation>放好 h5py 要找的头文件</translation>
    </message>
    <message>
        <source>Tell numpy which processor the Nano has ({line} in /etc/environment)</source>
        <translation>告诉 numpy Nano 用的是什么处理器（/etc/environment 中的 {line}）</translation>
    </message>
    <message>
        <source>Install numpy {version}</source>
        <translation>安装 numpy {version}</translation>
    </message>
    <message>
        <source>Install {count} Python packages (about {usual_s})</source>
        <translation>安装 {count}个 Python 软件包（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Build h5py {version} on the Nano, the longest step (about {usual_s})</source>
        <translation>在 Nano 上编译 h5py {version}，最长的一步（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Install TensorFlow {version} (about {usual_s})</source>
        <translation>安装 TensorFlow {version}（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Start TensorFlow once (about {usual_s})</source>
        <translation>启动一次 TensorFlow（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Download the container {image} (about {usual_s})</source>
        <translation>下载容器 {image}（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Start TensorFlow in the container once (about {usual_s})</source>
        <translation>在容器里启动一次 TensorFlow（约 {usual_s}）</translation>
    </message>
    <message>
        <source>Take TensorFlow away again</source>
        <translation>把 TensorFlow 移除</translation>
    </message>
    <message>
        <source>Install TensorFlow</source>
        <translation>安装 TensorFlow</translation>
    </message>
    <message>
        <source>TensorFlow is not installed there</source>
        <translation>那里没有安装 TensorFlow</translation>
    </message>
    <message>
        <source>Install TensorFlow first, then come back.</source>
        <translation>请先安装 TensorFlow，再回到这里。</translation>
    </message>
    <message>
        <source>TensorFlow {version} starts, but it is too old for this test</source>
        <translation>TensorFlow {version} 能启动，但对这个测试来说太旧</translation>
    </message>
    <message>
        <source>Nothing was changed, and your own programs run as before.</source>
        <translation>没有做任何更改，您自己的程序照常运行。</translation>
    </message>
    <message>
        <source>The test needs TensorFlow 2.2, which needs JetPack 4.4 or newer.</source>
        <translation>测试需要 TensorFlow 2.2，它需要 JetPack 4.4 或更新版本。</translation>
    </message>
    <message>
        <source>{file} did not arrive on the Nano as it was sent</source>
        <translation>{file} 到达 Nano 时与发出时不同</translation>
    </message>
    <message>
        <source>The copy was deleted. Nothing else was changed.</source>
        <translation>副本已删除，其他没有更改。</translation>
    </message>
    <message>
        <source>Repeat the step. If it stays so, test the card.</source>
        <translation>请重做此步。如果仍然如此，请测试存储卡。</translation>
    </message>
    <message>
        <source>{file} could not be copied to the Nano</source>
        <translation>无法把 {file} 复制到 Nano</translation>
    </message>
    <message>
        <source>What has arrived is kept, and the next try goes on from there.</source>
        <translation>已到达的部分会保留，下次从那里继续。</translation>
    </message>
    <message>
        <source>Most often the card is full. Free some space, and repeat the step.</source>
        <translation>多半是存储卡满了。请腾出一些空间，再重做此步。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read</source>
        <translation>无法读取文件夹 {folder}</translation>
    </message>
    <message>
        <source>Choose a folder with your pictures.</source>
        <translation>请选择放有您图片的文件夹。</translation>
    </message>
    <message>
        <source>{folder} has {number} subfolders with pictures; at least 2 are needed</source>
        <translation>{folder} 里有 {number}个放图片的子文件夹，至少需要 2个</translation>
    </message>
    <message>
        <source>Put the pictures of each kind into a subfolder, for example cats and dogs.</source>
        <translation>请把每一类图片放进一个子文件夹，例如猫和狗。</translation>
    </message>
    <message>
        <source>There are only {number} pictures in “{name}”; at least {fewest} are needed</source>
        <translation>“{name}”里只有 {number}张图片，至少需要 {fewest}张</translation>
    </message>
    <message>
        <source>Add pictures (JPEG, PNG or BMP), or take that subfolder out.</source>
        <translation>请添加图片（JPEG、PNG 或 BMP），或拿掉这个子文件夹。</translation>
    </message>
    <message>
        <source>These are {number} pictures; the Nano takes up to {most} in one go</source>
        <translation>共有 {number}张图片；Nano 一次最多处理 {most}张</translation>
    </message>
    <message>
        <source>Choose a folder with fewer pictures.</source>
        <translation>请选择图片较少的文件夹。</translation>
    </message>
    <message>
        <source>The GPU works, {ratio} times as fast as the processor: {gpu_rate} pictures each second, not {cpu_rate}</source>
        <translation>GPU 工作正常，速度是处理器的 {ratio} 倍：每秒 {gpu_rate} 张图片，处理器为 {cpu_rate} 张</translation>
    </message>
    <message>
        <source>The GPU is only {ratio} times as fast as the processor. Check the power mode, and close other programs.</source>
        <translation>GPU 的速度只有处理器的 {ratio} 倍。请检查功率模式，并关闭其他程序。</translation>
    </message>
    <message>
        <source>TensorFlow works, but only on the processor: it sees no GPU. It does {cpu_rate} pictures each second.</source>
        <translation>TensorFlow 能用，但只用处理器：它看不到 GPU。每秒处理 {cpu_rate} 张图片。</translation>
    </message>
    <message>
        <source>{number} files are no pictures and are left out, for example {file}</source>
        <translation>有 {number}个文件不是图片，不会使用，例如 {file}</translation>
    </message>
    <message>
        <source>The Nano could not download what MobileNet knows already</source>
        <translation>Nano 无法下载 MobileNet 已有的知识</translation>
    </message>
    <message>
        <source>It learned from nothing, so expect less.</source>
        <translation>它只能从零学起，效果会差一些。</translation>
    </message>
    <message>
        <source>Plug in a network cable or lend it this computer’s internet, and repeat the step.</source>
        <translation>请插上网线，或把这台电脑的网络借给它，然后重复这一步。</translation>
    </message>
    <message>
        <source>Start TensorFlow</source>
        <translation>启动 TensorFlow</translation>
    </message>
    <message>
        <source>Run MobileNet on the GPU</source>
        <translation>在 GPU 上运行 MobileNet</translation>
    </message>
    <message>
        <source>Run MobileNet on the processor</source>
        <translation>在处理器上运行 MobileNet</translation>
    </message>
    <message>
        <source>Copy {count} pictures to the Nano</source>
        <translation>把 {count}张图片复制到 Nano</translation>
    </message>
    <message>
        <source>Teach MobileNet your pictures</source>
        <translation>让 MobileNet 学习您的图片</translation>
    </message>
    <message>
        <source>Batch {done} of {total}: loss {loss}, accuracy {accuracy}</source>
        <translation>第 {done} 批，共 {total} 批：损失 {loss}，准确率 {accuracy}</translation>
    </message>
    <message>
        <source>Prove that the GPU works</source>
        <translation>验证 GPU 能用</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>正在解压</translation>
    </message>
    <message>
        <source>Making the checksum</source>
        <translation>正在计算校验和</translation>
    </message>
    <message>
        <source>{file} is whole: every byte fits the checksum inside it ({check})</source>
        <translation>{file} 完整：每个字节都与其内部的校验和（{check}）相符</translation>
    </message>
    <message>
        <source>{file} was not unpacked to its end yet; that is checked when it is written</source>
        <translation>{file} 还没有全部解压；写入时会检查</translation>
    </message>
    <message>
        <source>{file} has no checksum inside: damage on the way to you would not be noticed</source>
        <translation>{file} 内部没有校验和：传输中的损坏无法被发现</translation>
    </message>
    <message>
        <source>{file} has exactly the known size, {exact} bytes</source>
        <translation>{file} 的大小与已知的完全一致：{exact} 字节</translation>
    </message>
    <message>
        <source>{file} has {exact} bytes where {expected} are known</source>
        <translation>{file} 有 {exact} 字节，而已知的是 {expected} 字节</translation>
    </message>
    <message>
        <source>It may be another release. If you are unsure, download it again.</source>
        <translation>它可能是另一个版本。如果不确定，请重新下载。</translation>
    </message>
    <message>
        <source>{file} has the checksum that its makers published ({algorithm})</source>
        <translation>{file} 的校验和与制作者公布的一致（{algorithm}）</translation>
    </message>
    <message>
        <source>{file} has another checksum than its makers published ({algorithm})</source>
        <translation>{file} 的校验和与制作者公布的不同（{algorithm}）</translation>
    </message>
    <message>
        <source>It may be a newer one, or damaged. If you are unsure, download it again.</source>
        <translation>它可能是更新的版本，也可能已损坏。如果不确定，请重新下载。</translation>
    </message>
    <message>
        <source>{file} has the checksum that you gave</source>
        <translation>{file} 的校验和与您给出的一致</translation>
    </message>
    <message>
        <source>Nobody has published a checksum of {file}: who made it cannot be proved</source>
        <translation>没有人公布过 {file} 的校验和：无法证明它出自谁手</translation>
    </message>
    <message>
        <source>The checksum of {file} was not made, so it was not compared</source>
        <translation>没有计算 {file} 的校验和，因此没有比较</translation>
    </message>
    <message>
        <source>{file} is not in the list of images: there is nothing to compare it with</source>
        <translation>{file} 不在镜像列表中：没有可以比较的依据</translation>
    </message>
    <message>
        <source>The folder for downloads</source>
        <translation>下载文件夹</translation>
    </message>
    <message>
        <source>Clear downloads away</source>
        <translation>清理下载的文件</translation>
    </message>
    <message>
        <source>{file} is here already, in {folder}; nothing has to be downloaded</source>
        <translation>{file} 已经在 {folder} 中，无需下载</translation>
    </message>
    <message>
        <source>{file} in {folder} has the right name, but it is not this image; it is not used</source>
        <translation>{folder} 中的 {file} 名称相符，但不是这个镜像，不会使用</translation>
    </message>
    <message>
        <source>{file} could not be removed</source>
        <translation>无法删除 {file}</translation>
    </message>
    <message>
        <source>It is still there.</source>
        <translation>它仍然在那里。</translation>
    </message>
    <message>
        <source>Close what uses it, then try again.</source>
        <translation>请关闭正在使用它的程序，然后重试。</translation>
    </message>
    <message>
        <source>It was not said what to clear away</source>
        <translation>没有说明要清理什么</translation>
    </message>
    <message>
        <source>Nothing was removed.</source>
        <translation>没有删除任何内容。</translation>
    </message>
    <message>
        <source>Name images, or give --unfinished or --all.</source>
        <translation>请指定镜像，或使用 --unfinished 或 --all。</translation>
    </message>
    <message>
        <source>All downloads would be removed, and nobody has agreed to that</source>
        <translation>将删除所有下载的文件，但还没有人同意</translation>
    </message>
    <message>
        <source>Say --yes as well.</source>
        <translation>请同时加上 --yes。</translation>
    </message>
    <message>
        <source>Among the downloads there is no {name}</source>
        <translation>下载的文件中没有 {name}</translation>
    </message>
    <message>
        <source>Look at what is there: nanowizard image list</source>
        <translation>请查看现有的文件：nanowizard image list</translation>
    </message>
    <message>
        <source>Write the image to several cards</source>
        <translation>把镜像写入多张存储卡</translation>
    </message>
    <message>
        <source>The card {path} was chosen twice</source>
        <translation>存储卡 {path} 被选了两次</translation>
    </message>
    <message>
        <source>Nothing was written to any card.</source>
        <translation>没有向任何存储卡写入内容。</translation>
    </message>
    <message>
        <source>Choose each card once.</source>
        <translation>每张存储卡只选一次。</translation>
    </message>
    <message>
        <source>Not ready to be written: {paths}</source>
        <translation>还不能写入：{paths}</translation>
    </message>
    <message>
        <source>Put right what is said of them, or leave them out.</source>
        <translation>请处理所提示的问题，或不选这些卡。</translation>
    </message>
    <message>
        <source>Cards that could not be written: {failed} of {cards}</source>
        <translation>{cards}张存储卡中有{failed}张未能写入</translation>
    </message>
    <message>
        <source>What happened to one card did not change another one.</source>
        <translation>一张卡出问题，不会影响其他卡。</translation>
    </message>
    <message>
        <source>Read what each card says, then write those cards again.</source>
        <translation>请查看每张卡的说明，然后重新写入这些卡。</translation>
    </message>
    <message>
        <source>The partitions stand on the card as they are in the image.</source>
        <translation>卡上的分区与镜像中的一样。</translation>
    </message>
    <message>
        <source>No file is left out.</source>
        <translation>不会丢下任何文件。</translation>
    </message>
    <message>
        <source>The system&apos;s partition takes the whole card: {size_bytes}</source>
        <translation>系统分区已占满整张存储卡：{size_bytes}</translation>
    </message>
    <message>
        <source>Start the Nano: its first start makes the file system as large.</source>
        <translation>请启动 Nano：首次启动时文件系统会扩大到同样的大小。</translation>
    </message>
    <message>
        <source>This image&apos;s partition table cannot be made larger here</source>
        <translation>无法在这里扩大此镜像的分区表</translation>
    </message>
    <message>
        <source>Let the Nano do it: open the page Root file system when it runs.</source>
        <translation>请让 Nano 来做：在它运行后打开“根文件系统”页面。</translation>
    </message>
    <message>
        <source>This image does not end with a Linux partition, so none was made larger</source>
        <translation>此镜像末尾的分区不属于 Linux，因此没有扩大任何分区</translation>
    </message>
    <message>
        <source>The image takes the whole card already</source>
        <translation>镜像已经占满整张存储卡</translation>
    </message>
    <message>
        <source>The image was made {missing_bytes} smaller, so that it fits this card</source>
        <translation>镜像缩小了 {missing_bytes}，以便放进这张存储卡</translation>
    </message>
    <message>
        <source>The card is {missing_bytes} too small, so the image is downloaded first, then made smaller</source>
        <translation>存储卡小了 {missing_bytes}，因此先下载镜像，再将其缩小</translation>
    </message>
    <message>
        <source>Go on. Writing begins when the download is complete.</source>
        <translation>请继续。下载完成后开始写入。</translation>
    </message>
    <message>
        <source>The card is {missing_bytes} too small for {file} while it is downloaded</source>
        <translation>存储卡小了 {missing_bytes}，无法边下载边写入 {file}</translation>
    </message>
    <message>
        <source>If the card was being written, it is marked as not ready to start from.</source>
        <translation>如果当时正在写入存储卡，它已标记为未就绪。</translation>
    </message>
    <message>
        <source>Keep the download: then the image is made smaller. Or use a larger card.</source>
        <translation>请保留下载的文件，这样可以缩小镜像；或使用更大的存储卡。</translation>
    </message>
    <message>
        <source>The card is {missing_bytes} too small, so the image is made smaller</source>
        <translation>存储卡小了 {missing_bytes}，因此镜像会被缩小</translation>
    </message>
    <message>
        <source>Go on. Should a file lie in the way after all, writing stops and says so.</source>
        <translation>请继续。如果仍有文件占用该位置，写入会停止并说明原因。</translation>
    </message>
    <message>
        <source>Download the image straight to the card</source>
        <translation>边下载边把镜像写入存储卡</translation>
    </message>
    <message>
        <source>The download is not kept: {missing_bytes} are missing in {folder}</source>
        <translation>不保留下载的文件：{folder} 的空间还差 {missing_bytes}</translation>
    </message>
    <message>
        <source>The card is written all the same. For a second card, make room first.</source>
        <translation>存储卡照常写入。要写第二张卡，请先腾出空间。</translation>
    </message>
    <message>
        <source>The card is right, but {file} could not be kept</source>
        <translation>存储卡已正确写好，但无法保留 {file}</translation>
    </message>
    <message>
        <source>For a second card it is downloaded again.</source>
        <translation>写第二张卡时会重新下载。</translation>
    </message>
    <message>
        <source>{file} can only be unpacked when all of it is here</source>
        <translation>{file} 要全部下载完才能解压</translation>
    </message>
    <message>
        <source>Keep the download: then the card is written after it.</source>
        <translation>请保留下载的文件，这样会在下载完成后写卡。</translation>
    </message>
    <message>
        <source>The card lost data, and {file} was not kept to write it again</source>
        <translation>存储卡丢失了数据，而 {file} 没有保留，无法重写</translation>
    </message>
    <message>
        <source>The card is marked as not ready to start from.</source>
        <translation>存储卡已标记为未就绪。</translation>
    </message>
    <message>
        <source>Try again and keep the download. If it happens again, use another card.</source>
        <translation>请重试并保留下载的文件。如果再次发生，请换一张卡。</translation>
    </message>
    <message>
        <source>The download has stopped</source>
        <translation>下载已停止</translation>
    </message>
    <message>
        <source>Start it again.</source>
        <translation>请重新开始。</translation>
    </message>
    <message>
        <source>Wrong files in partition {partition}: {files}</source>
        <translation>分区 {partition} 中出错的文件：{files}</translation>
    </message>
    <message>
        <source>Wrong files in partition {partition}: {files}, and {more} more</source>
        <translation>分区 {partition} 中出错的文件：{files}，另有 {more} 个</translation>
    </message>
    <message>
        <source>{length_bytes} of partition {partition} are wrong</source>
        <translation>分区 {partition} 有 {length_bytes} 的内容出错</translation>
    </message>
    <message>
        <source>{length_bytes} outside of all partitions are wrong</source>
        <translation>所有分区以外有 {length_bytes} 的内容出错</translation>
    </message>
    <message>
        <source>Comparing with what was written to the card {age_s} ago: {name}</source>
        <translation>正在与 {age_s}前写入卡中的内容比对：{name}</translation>
    </message>
    <message>
        <source>This computer has not written the card {path}, or does not remember it</source>
        <translation>本机没有写过存储卡 {path}，或已没有记录</translation>
    </message>
    <message>
        <source>Name the image that the card should hold.</source>
        <translation>请指明这张卡应该装有的镜像。</translation>
    </message>
    <message>
        <source>The card {path} holds something else than what was last written to it here</source>
        <translation>存储卡 {path} 上的内容不是本机上次写入的</translation>
    </message>
    <message>
        <source>Name the image that the card should hold, or write the card again.</source>
        <translation>请指明这张卡应该装有的镜像，或重新写卡。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Revision of the board</source>
        <translation>开发板的修订版</translation>
    </message>
    <message>
        <source>Version of L4T</source>
        <translation>L4T 的版本</translation>
    </message>
    <message>
        <source>Version of JetPack</source>
        <translation>JetPack 的版本</translation>
    </message>
    <message>
        <source>Version of CUDA</source>
        <translation>CUDA 的版本</translation>
    </message>
    <message>
        <source>Version of Python</source>
        <translation>Python 的版本</translation>
    </message>
    <message>
        <source>Version of pip</source>
        <translation>pip 的版本</translation>
    </message>
    <message>
        <source>Version of the kernel</source>
        <translation>内核的版本</translation>
    </message>
    <message>
        <source>Name in the network</source>
        <translation>网络中的名称</translation>
    </message>
    <message>
        <source>Kind of processor</source>
        <translation>处理器的类型</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Swap in use</source>
        <translation>使用中的交换空间</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>已运行</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Set by a time server</source>
        <translation>已由时间服务器校准</translation>
    </message>
    <message>
        <source>Asks time servers</source>
        <translation>会询问时间服务器</translation>
    </message>
    <message>
        <source>Size of the card</source>
        <translation>存储卡的大小</translation>
    </message>
    <message>
        <source>Size of the disk</source>
        <translation>磁盘的大小</translation>
    </message>
    <message>
        <source>Size of the partition</source>
        <translation>分区的大小</translation>
    </message>
    <message>
        <source>Size of the root file system</source>
        <translation>根文件系统的大小</translation>
    </message>
    <message>
        <source>Not used on the card</source>
        <translation>存储卡上未使用的空间</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>可用空间</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Power mode</source>
        <translation>功率模式</translation>
    </message>
    <message>
        <source>Times the power supply was too weak</source>
        <translation>供电不足的次数</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>互联网</translation>
    </message>
    <message>
        <source>Packages half installed</source>
        <translation>只装了一半的软件包</translation>
    </message>
    <message>
        <source>Programs that install packages now</source>
        <translation>正在安装软件包的程序</translation>
    </message>
    <message>
        <source>Swap file</source>
        <translation>交换文件</translation>
    </message>
    <message>
        <source>Swap file in use</source>
        <translation>交换文件正在使用</translation>
    </message>
    <message>
        <source>Compressed memory</source>
        <translation>压缩内存</translation>
    </message>
    <message>
        <source>Willingness to swap (swappiness)</source>
        <translation>换出的倾向（swappiness）</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>Release of Ubuntu</source>
        <translation>Ubuntu 的发行版</translation>
    </message>
    <message>
        <source>System packages come from</source>
        <translation>系统软件包的来源</translation>
    </message>
    <message>
        <source>Lists of sources</source>
        <translation>软件源列表</translation>
    </message>
    <message>
        <source>Python packages come from</source>
        <translation>Python 软件包的来源</translation>
    </message>
    <message>
        <source>Clocks at their highest</source>
        <translation>时钟锁定在最高频率</translation>
    </message>
    <message>
        <source>Starts without a desktop</source>
        <translation>启动时不带桌面</translation>
    </message>
    <message>
        <source>A desktop runs now</source>
        <translation>桌面正在运行</translation>
    </message>
    <message>
        <source>Boot loader package held back</source>
        <translation>引导程序软件包已锁定</translation>
    </message>
    <message>
        <source>Version of TensorFlow</source>
        <translation>TensorFlow 的版本</translation>
    </message>
    <message>
        <source>TensorFlow that fits this Nano</source>
        <translation>适合这台 Nano 的 TensorFlow</translation>
    </message>
    <message>
        <source>Container that fits this Nano</source>
        <translation>适合这台 Nano 的容器</translation>
    </message>
    <message>
        <source>The container is there</source>
        <translation>容器已就绪</translation>
    </message>
    <message>
        <source>Virtual environment</source>
        <translation>虚拟环境</translation>
    </message>
    <message>
        <source>GPU that TensorFlow sees</source>
        <translation>TensorFlow 识别到的 GPU</translation>
    </message>
    <message>
        <source>Speed of the GPU</source>
        <translation>GPU 的速度</translation>
    </message>
    <message>
        <source>Speed of the processor</source>
        <translation>处理器的速度</translation>
    </message>
    <message>
        <source>The GPU against the processor</source>
        <translation>GPU 与处理器相比</translation>
    </message>
    <message>
        <source>Pictures recognised after the training</source>
        <translation>训练后识别正确的图片</translation>
    </message>
    <message>
        <source>Folder of the trained model</source>
        <translation>训练所得模型的文件夹</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>The key may log in</source>
        <translation>密钥可以登录</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Waited for it</source>
        <translation>等待时间</translation>
    </message>
    <message>
        <source>Size of the file</source>
        <translation>文件的大小</translation>
    </message>
    <message>
        <source>Size of the image</source>
        <translation>镜像的大小</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>Read back and compared</source>
        <translation>已回读并比较</translation>
    </message>
    <message>
        <source>Empty in the image, left out</source>
        <translation>镜像中的空白，已略过</translation>
    </message>
    <message>
        <source>On the card already</source>
        <translation>存储卡上已有</translation>
    </message>
    <message>
        <source>Partition made longer by</source>
        <translation>分区增加了</translation>
    </message>
    <message>
        <source>Time to write</source>
        <translation>写入用时</translation>
    </message>
    <message>
        <source>Time to compare</source>
        <translation>比较用时</translation>
    </message>
    <message>
        <source>SHA-256 of the image</source>
        <translation>镜像的 SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 sum</source>
        <translation>SHA-256 校验和</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>可以访问</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>没有连接</translation>
    </message>
    <message>
        <source>No names are found (DNS)</source>
        <translation>无法解析域名（DNS）</translation>
    </message>
    <message>
        <source>Ubuntu’s server is not reached</source>
        <translation>连不上 Ubuntu 的服务器</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>准确</translation>
    </message>
    <message>
        <source>{off_s} ahead</source>
        <translation>快 {off_s}</translation>
    </message>
    <message>
        <source>{off_s} behind</source>
        <translation>慢 {off_s}</translation>
    </message>
    <message>
        <source>{rate} pictures a second</source>
        <translation>每秒 {rate} 张图片</translation>
    </message>
    <message>
        <source>{ratio} times as fast</source>
        <translation>{ratio} 倍速度</translation>
    </message>
    <message>
        <source>Packages that are complete are not taken apart again</source>
        <translation>装好的软件包不会再拆开</translation>
    </message>
    <message>
        <source>Leave them as they are: new packages can be installed.</source>
        <translation>保持原样即可：可以安装新的软件包。</translation>
    </message>
    <message>
        <source>These packages could not be completed: {packages}</source>
        <translation>这些软件包无法补全：{packages}</translation>
    </message>
    <message>
        <source>All others are complete, and nothing was removed.</source>
        <translation>其他软件包都已装好，没有移除任何东西。</translation>
    </message>
    <message>
        <source>Repeat the step with internet. If it stays so, the log says what is wrong.</source>
        <translation>请联网后重复这一步。如果仍然如此，日志会说明原因。</translation>
    </message>
    <message>
        <source>No package is half installed</source>
        <translation>没有只装了一半的软件包</translation>
    </message>
    <message>
        <source>Complete half installed packages: {packages}</source>
        <translation>补全只装了一半的软件包：{packages}</translation>
    </message>
    <message>
        <source>Complete packages</source>
        <translation>补全软件包</translation>
    </message>
</context>
<context>
    <name>MirrorsPage</name>
    <message>
        <source>Your own address</source>
        <translation>您自己的地址</translation>
    </message>
    <message>
        <source>System packages</source>
        <translation>系统软件包</translation>
    </message>
    <message>
        <source>Python packages</source>
        <translation>Python 软件包</translation>
    </message>
    <message>
        <source>Address for system packages</source>
        <translation>系统软件包的地址</translation>
    </message>
    <message>
        <source>Address for Python packages</source>
        <translation>Python 软件包的地址</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测速</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Another address</source>
        <translation>其他地址</translation>
    </message>
    <message>
        <source>NVIDIA’s own source stays as it is. You can undo this under “Repair one step”.</source>
        <translation>NVIDIA 自己的软件源保持不变。以后可以在“修复某一步”中撤销。</translation>
    </message>
    <message>
        <source>measuring from the Nano…</source>
        <translation>正在从 Nano 上测速…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>measured just now</source>
        <translation>刚刚测得</translation>
    </message>
    <message>
        <source>measured {time} ago</source>
        <translation>{time}前测得</translation>
    </message>
    <message>
        <source>Choose faster download servers</source>
        <translation>选择更快的软件源</translation>
    </message>
    <message>
        <source>A mirror is a copy of the same software, nearer to you. Speeds are measured from your Nano.</source>
        <translation>软件源镜像是同样软件的副本，离您更近。速度从您的 Nano 上测得。</translation>
    </message>
    <message>
        <source>Complete the packages…</source>
        <translation>补全软件包…</translation>
    </message>
    <message>
        <source>Use the fastest</source>
        <translation>使用最快的</translation>
    </message>
    <message>
        <source>Use these servers</source>
        <translation>使用所选软件源</translation>
    </message>
    <message>
        <source>The Nano gets its packages from nearer servers</source>
        <translation>Nano 将从更近的软件源获取软件包</translation>
    </message>
    <message>
        <source>The Nano gets its packages from {mirror}</source>
        <translation>Nano 将从“{mirror}”获取软件包</translation>
    </message>
    <message>
        <source>The new lists of packages have been fetched, and they are in order.</source>
        <translation>新的软件包列表已获取，一切正常。</translation>
    </message>
    <message>
        <source>Fastest</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Out of date</source>
        <translation>过时</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测速…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>有响应</translation>
    </message>
    <message>
        <source>the Nano does not find this name</source>
        <translation>Nano 找不到这个域名</translation>
    </message>
    <message>
        <source>the Nano does not accept its certificate</source>
        <translation>Nano 不接受它的证书</translation>
    </message>
    <message>
        <source>it did not answer in time</source>
        <translation>没有及时响应</translation>
    </message>
    <message>
        <source>the Nano does not reach it</source>
        <translation>Nano 连接不上</translation>
    </message>
    <message>
        <source>it has no copy for this system</source>
        <translation>没有适用于此系统的副本</translation>
    </message>
    <message>
        <source>it answers with an error</source>
        <translation>返回了错误</translation>
    </message>
</context>
<context>
    <name>PackagesPage</name>
    <message>
        <source>This happens when the power goes in the middle of an update. Your settings stay, nothing is removed.</source>
        <translation>更新中途断电时会这样。您的设置会保留，不会移除任何东西。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Half installed</source>
        <translation>只装了一半</translation>
    </message>
    <message>
        <source>Complete the system’s packages</source>
        <translation>补全系统软件包</translation>
    </message>
    <message>
        <source>While some are half installed, nothing new can be installed on the Nano.</source>
        <translation>只要有软件包只装了一半，Nano 就无法安装新软件。</translation>
    </message>
    <message>
        <source>Complete them</source>
        <translation>补全</translation>
    </message>
    <message>
        <source>All packages are complete</source>
        <translation>所有软件包都已装好</translation>
    </message>
    <message>
        <source>New ones can be installed again.</source>
        <translation>又可以安装新的软件包了。</translation>
    </message>
</context>
<context>
    <name>PartitionBar</name>
    <message>
        <source>The partitions of the card</source>
        <translation>存储卡的分区</translation>
    </message>
    <message>
        <source>Unformatted, for Linux</source>
        <translation>未格式化，供 Linux 使用</translation>
    </message>
    <message>
        <source>Partition {number}</source>
        <translation>分区 {number}</translation>
    </message>
    <message>
        <source>Not used, {size}</source>
        <translation>未使用，{size}</translation>
    </message>
    <message>
        <source>{name}, {facts}</source>
        <translation>{name}，{facts}</translation>
    </message>
    <message>
        <source>Border between {left} and {right}</source>
        <translation>{left} 与 {right} 之间的分界线</translation>
    </message>
    <message>
        <source>End of {left}</source>
        <translation>{left} 的末端</translation>
    </message>
</context>
<context>
    <name>Plurals</name>
    <message numerus="yes">
        <source>%n partition(s)</source>
        <comment>on a card</comment>
        <translation>
            <numerusform>%n个分区</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more partition(s)</source>
        <comment>on a card</comment>
        <translation>
            <numerusform>以及另外%n个分区</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{places} and %n more</source>
        <comment>folders</comment>
        <translation>
            <numerusform>{places} 以及另外%n处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All data on these %n card(s) will be erased</source>
        <comment>several at once</comment>
        <translation>
            <numerusform>这%n张存储卡上的所有数据都将被清除</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n card(s) are ready</source>
        <comment>several at once</comment>
        <translation>
            <numerusform>%n张存储卡全部就绪</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <comment>that differ, on a card</comment>
        <translation>
            <numerusform>%n处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) did not keep the data at first</source>
        <comment>on a card</comment>
        <translation>
            <numerusform>有%n处起初没有保存住数据</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PowerPage</name>
    <message>
        <source>Power mode</source>
        <translation>功耗模式</translation>
    </message>
    <message>
        <source>Run all clocks at their highest</source>
        <translation>所有时钟保持最高频率</translation>
    </message>
    <message>
        <source>Best for measuring. The Nano gets warmer, and a restart ends it.</source>
        <translation>适合测量性能。Nano 会更热，重启后失效。</translation>
    </message>
    <message>
        <source>Start without a desktop</source>
        <translation>启动时不进入桌面</translation>
    </message>
    <message>
        <source>Leaves about 800 MB more memory for programs. You log in over the network.</source>
        <translation>程序可多用约 800 MB 内存。您通过网络登录。</translation>
    </message>
    <message>
        <source>Keep the boot loader’s package as it is</source>
        <translation>保持引导程序软件包不变</translation>
    </message>
    <message>
        <source>Upgrades of this package often break off half-way and then block all others.</source>
        <translation>这个软件包的升级常常中途失败，并使其他软件包都无法安装。</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Full speed ({name})</source>
        <translation>全速（{name}）</translation>
    </message>
    <message>
        <source>Needs a supply of 5 V and 4 A at the round plug.</source>
        <translation>需要在圆形插孔接 5 V 4 A 的电源。</translation>
    </message>
    <message>
        <source>Saving power ({name})</source>
        <translation>省电（{name}）</translation>
    </message>
    <message>
        <source>For a supply at the micro-USB plug. Slower, and cooler.</source>
        <translation>适合用 micro-USB 供电。速度较慢，温度较低。</translation>
    </message>
    <message>
        <source>Power and desktop</source>
        <translation>功耗与桌面</translation>
    </message>
    <message>
        <source>Decide how fast the Nano runs, and how much memory its desktop takes.</source>
        <translation>选择 Nano 的运行速度，以及桌面是否占用内存。</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>The Nano runs as you wish</source>
        <translation>Nano 已按您的选择运行</translation>
    </message>
    <message>
        <source>With or without a desktop: that changes at the next restart.</source>
        <translation>是否进入桌面，要到下次重启时才改变。</translation>
    </message>
</context>
<context>
    <name>ProofPage</name>
    <message>
        <source>A well-known network for pictures, MobileNet, runs on the GPU and on the processor. Both are timed.</source>
        <translation>常用的图像网络 MobileNet 会分别在 GPU 和处理器上运行并计时。</translation>
    </message>
    <message>
        <source>Teach it with pictures of my own, too</source>
        <translation>再用我自己的图片训练它</translation>
    </message>
    <message>
        <source>About ten minutes. In the folder, each kind of thing has a folder with its pictures.</source>
        <translation>大约十分钟。文件夹中，每一类图片各放一个子文件夹。</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>No folder chosen yet</source>
        <translation>尚未选择文件夹</translation>
    </message>
    <message>
        <source>TensorFlow</source>
        <translation>TensorFlow</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Choose the folder with pictures</source>
        <translation>选择图片文件夹</translation>
    </message>
    <message>
        <source>Prove that TensorFlow uses the GPU</source>
        <translation>验证 TensorFlow 是否使用 GPU</translation>
    </message>
    <message>
        <source>Nothing is changed on the Nano, apart from a model that you ask it to learn.</source>
        <translation>除了您让它训练的模型，Nano 上不会有任何改动。</translation>
    </message>
    <message>
        <source>Install TensorFlow…</source>
        <translation>安装 TensorFlow…</translation>
    </message>
    <message>
        <source>Lend it this computer’s internet</source>
        <translation>把这台电脑的网络借给它</translation>
    </message>
    <message>
        <source>Measure and learn</source>
        <translation>测量并训练</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>开始测量</translation>
    </message>
    <message>
        <source>The GPU is {ratio} times as fast as the processor</source>
        <translation>GPU 的速度是处理器的 {ratio} 倍</translation>
    </message>
    <message>
        <source>{gpu} pictures a second instead of {cpu}.</source>
        <translation>每秒 {gpu} 张图片，处理器只有 {cpu} 张。</translation>
    </message>
    <message>
        <source>The Nano has learned your pictures</source>
        <translation>Nano 已学会您的图片</translation>
    </message>
    <message>
        <source>TensorFlow runs, but on the processor alone</source>
        <translation>TensorFlow 可以运行，但只用了处理器</translation>
    </message>
    <message>
        <source>Right answers (line) and mistakes (dashed)</source>
        <translation>正确率（实线）与误差（虚线）</translation>
    </message>
    <message>
        <source>round {number}, {share} right</source>
        <translation>第 {number} 轮，正确率 {share}</translation>
    </message>
    <message>
        <source>What it learned is on the Nano, in {folder}.</source>
        <translation>训练结果保存在 Nano 的 {folder}。</translation>
    </message>
    <message>
        <source>It names {share} of the pictures right that it had not seen.</source>
        <translation>它没见过的图片，认对了 {share}。</translation>
    </message>
</context>
<context>
    <name>RepairPage</name>
    <message>
        <source>Repair one step</source>
        <translation>修复某一步</translation>
    </message>
    <message>
        <source>Every state below was checked just now. Checking changes nothing.</source>
        <translation>下面的状态都是刚刚检查得到的。检查不会改动任何东西。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>All steps</source>
        <translation>全部步骤</translation>
    </message>
    <message>
        <source>Check all again</source>
        <translation>全部重新检查</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>This step needs repair: {step}</source>
        <translation>这一步需要修复：{step}</translation>
    </message>
    <message>
        <source>Repair: {step}</source>
        <translation>修复：{step}</translation>
    </message>
    <message>
        <source>Every step is being checked</source>
        <translation>正在检查每一步</translation>
    </message>
    <message>
        <source>Nothing was found that needs repair</source>
        <translation>没有发现需要修复的地方</translation>
    </message>
    <message>
        <source>What could not be checked has a question mark.</source>
        <translation>无法检查的步骤带有问号。</translation>
    </message>
    <message>
        <source>Checked just now</source>
        <translation>刚刚检查</translation>
    </message>
    <message>
        <source>Checked {time} ago</source>
        <translation>{time}前检查</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>系统镜像</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>Image on card</source>
        <translation>卡上的镜像</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换空间</translation>
    </message>
    <message>
        <source>File system</source>
        <translation>文件系统</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>软件包</translation>
    </message>
    <message>
        <source>Mirrors</source>
        <translation>软件源</translation>
    </message>
    <message>
        <source>TensorFlow</source>
        <translation>TensorFlow</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功耗</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修复…</translation>
    </message>
    <message>
        <source>Choose…</source>
        <comment>an image</comment>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose…</source>
        <comment>a card</comment>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Write…</source>
        <translation>写入…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>No image has been chosen yet.</source>
        <translation>还没有选择镜像。</translation>
    </message>
    <message>
        <source>{file} is here and can be read.</source>
        <translation>已有 {file}，可以读取。</translation>
    </message>
    <message>
        <source>Plug the card into this computer to check it.</source>
        <translation>把存储卡插到这台电脑上即可检查。</translation>
    </message>
    <message>
        <source>{name}, {size}, can be used.</source>
        <translation>{name}，{size}，可以使用。</translation>
    </message>
    <message>
        <source>No card with a Nano’s system is plugged in.</source>
        <translation>没有插入带 Nano 系统的存储卡。</translation>
    </message>
    <message>
        <source>Writing {name} broke off, so the Nano cannot start from it.</source>
        <translation>写入 {name} 时中断，Nano 不能用它启动。</translation>
    </message>
    <message>
        <source>{name} holds a Nano’s system.</source>
        <translation>{name} 上有 Nano 的系统。</translation>
    </message>
    <message>
        <source>No Nano answers. Connect it and switch it on.</source>
        <translation>没有 Nano 响应。请连接并打开它。</translation>
    </message>
    <message>
        <source>A Nano answers at {host}.</source>
        <translation>有一台 Nano 在 {host} 响应。</translation>
    </message>
    <message>
        <source>Log in to the Nano to check it.</source>
        <translation>登录 Nano 后即可检查。</translation>
    </message>
    <message>
        <source>{host_name} lets you in at {host}.</source>
        <translation>可以登录 {host} 上的 {host_name}。</translation>
    </message>
    <message>
        <source>Connect to the Nano to check this.</source>
        <translation>连接 Nano 后即可检查。</translation>
    </message>
    <message>
        <source>There is no swap file. TensorFlow may run out of memory.</source>
        <translation>没有交换文件，TensorFlow 可能内存不足。</translation>
    </message>
    <message>
        <source>The swap file is there, but it is not used.</source>
        <translation>有交换文件，但没有启用。</translation>
    </message>
    <message>
        <source>{file_size} swap file, in use.</source>
        <translation>{file_size} 交换文件，已启用。</translation>
    </message>
    <message>
        <source>This system’s root is no partition of a card.</source>
        <translation>此系统的根目录不在存储卡的分区上。</translation>
    </message>
    <message>
        <source>{room} of the card are not used.</source>
        <translation>存储卡有 {room} 没有使用。</translation>
    </message>
    <message>
        <source>It uses the whole card: {disk}.</source>
        <translation>已使用整张存储卡：{disk}。</translation>
    </message>
    <message>
        <source>Half installed: {packages}.</source>
        <translation>只装了一半：{packages}。</translation>
    </message>
    <message>
        <source>No package is half installed.</source>
        <translation>没有只装了一半的软件包。</translation>
    </message>
    <message>
        <source>System packages come from {hosts}.</source>
        <translation>系统软件包来自 {hosts}。</translation>
    </message>
    <message>
        <source>TensorFlow is not on the Nano.</source>
        <translation>Nano 上没有 TensorFlow。</translation>
    </message>
    <message>
        <source>TensorFlow {version} is there.</source>
        <translation>已安装 TensorFlow {version}。</translation>
    </message>
    <message>
        <source>Measure whether TensorFlow {version} uses the GPU.</source>
        <translation>测量 TensorFlow {version} 是否使用 GPU。</translation>
    </message>
    <message>
        <source>The Nano does not say in which power mode it runs.</source>
        <translation>Nano 没有说明使用哪种功耗模式。</translation>
    </message>
    <message>
        <source>Power mode {mode_name}, with a desktop.</source>
        <translation>功耗模式 {mode_name}，有桌面。</translation>
    </message>
    <message>
        <source>Power mode {mode_name}, without a desktop.</source>
        <translation>功耗模式 {mode_name}，没有桌面。</translation>
    </message>
</context>
<context>
    <name>RootfsPage</name>
    <message>
        <source>It grows while the Nano runs. Nothing is moved. This cannot be undone.</source>
        <translation>扩大时 Nano 照常运行，不会移动任何内容。此操作无法撤销。</translation>
    </message>
    <message>
        <source>All of the card is in use already.</source>
        <translation>整张存储卡都已在使用。</translation>
    </message>
    <message>
        <source>Root file system</source>
        <translation>根文件系统</translation>
    </message>
    <message>
        <source>Not used yet</source>
        <translation>尚未使用</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Use the whole card</source>
        <translation>使用整张存储卡</translation>
    </message>
    <message>
        <source>The root file system holds the Nano’s programs and files. It should take all of the card.</source>
        <translation>根文件系统存放 Nano 的程序和文件，应当占用整张存储卡。</translation>
    </message>
    <message>
        <source>Add {size}</source>
        <translation>增加 {size}</translation>
    </message>
    <message>
        <source>The Nano uses all of the card: {size}</source>
        <translation>Nano 已使用整张存储卡：{size}</translation>
    </message>
</context>
<context>
    <name>SeveralPage</name>
    <message>
        <source>Choose other cards</source>
        <translation>选择其他存储卡</translation>
    </message>
    <message>
        <source>Hold to erase and write them all</source>
        <translation>按住以清除并全部写入</translation>
    </message>
    <message>
        <source>Erase and write to {cards}</source>
        <translation>清除并写入 {cards}</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Write all cards at once, read each back and compare, make each safe to remove</source>
        <translation>同时写入所有卡，逐张读回比对，然后安全弹出</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>然后</translation>
    </message>
    <message>
        <source>It is very large. Write it alone, on the Card page.</source>
        <translation>容量非常大。请在“存储卡”页面单独写入。</translation>
    </message>
    <message>
        <source>Write several cards</source>
        <translation>写入多张存储卡</translation>
    </message>
    <message>
        <source>Check that these are the right cards. Nothing has been changed so far.</source>
        <translation>请确认是这些卡。到目前为止还没有任何改动。</translation>
    </message>
    <message>
        <source>Leave the cards in. Each one is for itself: none waits for another.</source>
        <translation>请勿拔出存储卡。每张卡各自写入，互不等待。</translation>
    </message>
    <message>
        <source>Each card says what became of it.</source>
        <translation>每张卡都标明了结果。</translation>
    </message>
    <message>
        <source>The same image goes to every card that you tick.</source>
        <translation>同一个镜像会写入您勾选的每张卡。</translation>
    </message>
    <message>
        <source>Go on with these cards</source>
        <translation>使用这些卡</translation>
    </message>
    <message>
        <source>Write more cards</source>
        <translation>写入更多存储卡</translation>
    </message>
    <message>
        <source>Stop writing all cards?</source>
        <translation>要停止写入所有存储卡吗？</translation>
    </message>
    <message>
        <source>Cards that are not finished are marked as not ready. You can write them again.</source>
        <translation>未写完的卡会标记为未就绪。您可以重新写入。</translation>
    </message>
    <message>
        <source>Tick two cards or more. Everything on a card that you tick will be erased.</source>
        <translation>请勾选两张或更多存储卡。所勾选的卡上的全部内容都会被清除。</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>存储卡</translation>
    </message>
    <message>
        <source>No card yet</source>
        <translation>还没有存储卡</translation>
    </message>
    <message>
        <source>Put the cards into readers and plug the readers in.
They appear here by themselves.</source>
        <translation>请把存储卡插入读卡器，再接上读卡器。
它们会自动出现在这里。</translation>
    </message>
    <message>
        <source>{good} of {all} cards are ready</source>
        <translation>{all}张存储卡中有{good}张已就绪</translation>
    </message>
    <message>
        <source>Progress of {card}</source>
        <translation>{card} 的进度</translation>
    </message>
    <message>
        <source>Stop this one</source>
        <translation>停止这张卡</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Comparing, writing what differs</source>
        <translation>正在比较，只写入不同之处</translation>
    </message>
    <message>
        <source>Looking at what is on it already</source>
        <translation>正在查看卡上已有的内容</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>Reading back and comparing</source>
        <translation>正在读回并比对</translation>
    </message>
    <message>
        <source>Writing a few places again</source>
        <translation>正在重写几处位置</translation>
    </message>
    <message>
        <source>Making it safe to remove</source>
        <translation>正在安全弹出</translation>
    </message>
    <message>
        <source>Waiting for permission</source>
        <translation>正在等待权限</translation>
    </message>
    <message>
        <source>Getting the card ready</source>
        <translation>正在准备存储卡</translation>
    </message>
    <message>
        <source>Compared: the whole image was on it already.</source>
        <translation>已比对：整个镜像本来就在这张卡上。</translation>
    </message>
    <message>
        <source>You can take it out.</source>
        <translation>您可以取出这张卡。</translation>
    </message>
    <message>
        <source>Written and checked.</source>
        <translation>已写入并检查。</translation>
    </message>
    <message>
        <source>{size} in {time}</source>
        <translation>{size}，用时 {time}</translation>
    </message>
    <message>
        <source>You stopped it.</source>
        <translation>您已停止写入。</translation>
    </message>
    <message>
        <source>The card is not finished. Write it again before you use it.</source>
        <translation>这张卡没有写完。使用前请重新写入。</translation>
    </message>
    <message>
        <source>The card is as it was.</source>
        <translation>存储卡保持原样。</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>Undo what NanoWizard did</source>
        <translation>撤销 NanoWizard 的更改</translation>
    </message>
    <message>
        <source>Show the steps and what the Nano said</source>
        <translation>显示各步骤和 Nano 的输出</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在进行…</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>The Nano is still working</source>
        <translation>Nano 仍在工作</translation>
    </message>
    <message>
        <source>It ends what it is doing now without this window. What comes after that waits until you open this page again.</source>
        <translation>没有这个窗口，它也会完成正在做的事。之后的步骤会等到您再次打开此页。</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Stop waiting for the Nano?</source>
        <translation>不再等待 Nano 吗？</translation>
    </message>
    <message>
        <source>It is still bringing the change in work to a safe end. It can do that alone; open this page again to see how it ended.</source>
        <translation>它仍在安全地结束正在进行的更改，可以自行完成。再次打开此页即可查看结果。</translation>
    </message>
    <message>
        <source>Stop this step on the Nano?</source>
        <translation>要停止 Nano 上的这一步吗？</translation>
    </message>
    <message>
        <source>The change in work is ended in a safe way, which may take a while. What is finished stays, and you can undo it.</source>
        <translation>正在进行的更改会以安全的方式结束，可能需要一点时间。已完成的部分会保留，您可以撤销。</translation>
    </message>
    <message>
        <source>Everything is as NanoWizard found it</source>
        <translation>已恢复到 NanoWizard 更改之前的状态</translation>
    </message>
    <message>
        <source>It stays like this after a restart.</source>
        <translation>重启后也保持这样。</translation>
    </message>
    <message>
        <source>Checking the result</source>
        <translation>正在检查结果</translation>
    </message>
    <message>
        <source>Looking at the Nano</source>
        <translation>正在查看 Nano</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>What the Nano says</source>
        <translation>Nano 的输出</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第 {number}步，共 {count}步</translation>
    </message>
    <message>
        <source>longer than usual, it is still working</source>
        <translation>比平常久，仍在进行</translation>
    </message>
    <message>
        <source>usually about {time}</source>
        <translation>通常约 {time}</translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation>将要进行的操作</translation>
    </message>
    <message>
        <source>Looking at the Nano…</source>
        <translation>正在查看 Nano…</translation>
    </message>
    <message>
        <source>Nothing: it is as you wish already.</source>
        <translation>无需任何操作：现在已经符合您的选择。</translation>
    </message>
    <message>
        <source>Lend the Nano this computer’s internet</source>
        <translation>把这台电脑的网络借给 Nano</translation>
    </message>
    <message>
        <source>For a Nano on the USB cable alone. It ends with this step; nothing of it stays.</source>
        <translation>适合只用 USB 线连接的 Nano。这一步结束后自动收回，不留任何痕迹。</translation>
    </message>
</context>
<context>
    <name>SwapPage</name>
    <message>
        <source>Give the Nano more memory</source>
        <translation>给 Nano 更多内存</translation>
    </message>
    <message>
        <source>A swap file is slow spare memory on the card. The Nano uses it when its own memory is full.</source>
        <translation>交换文件是卡上较慢的备用内存，Nano 自己的内存用完时会用到它。</translation>
    </message>
    <message>
        <source>Add {size}</source>
        <translation>添加 {size}</translation>
    </message>
    <message>
        <source>Remove the swap file</source>
        <translation>删除交换文件</translation>
    </message>
    <message>
        <source>Change to {size}</source>
        <translation>改为 {size}</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>应用更改</translation>
    </message>
    <message>
        <source>The Nano has {size} more memory</source>
        <translation>Nano 多了 {size} 内存</translation>
    </message>
    <message>
        <source>There is no swap file any more</source>
        <translation>已经没有交换文件</translation>
    </message>
    <message>
        <source>It stays like this after a restart.</source>
        <translation>重启后也保持这样。</translation>
    </message>
    <message>
        <source>Size of the swap file</source>
        <translation>交换文件大小</translation>
    </message>
    <message>
        <source>Enough to install TensorFlow and run common models.</source>
        <translation>足够安装 TensorFlow 并运行常见模型。</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>For large models. Uses more of the card.</source>
        <translation>适合大模型，占用更多卡空间。</translation>
    </message>
    <message>
        <source>No swap file</source>
        <translation>不用交换文件</translation>
    </message>
    <message>
        <source>Installing TensorFlow will probably run out of memory.</source>
        <translation>安装 TensorFlow 很可能内存不足。</translation>
    </message>
    <message>
        <source>Not advised</source>
        <translation>不建议</translation>
    </message>
    <message>
        <source>Keep compressed memory (zram) on, it is faster than the card</source>
        <translation>保留压缩内存（zram），它比存储卡快</translation>
    </message>
    <message>
        <source>You can undo this at any time under “Repair one step”.</source>
        <translation>随时可以在“修复某一步”中撤销。</translation>
    </message>
    <message>
        <source>{size} are free on the card.</source>
        <translation>卡上剩余 {size}。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Swap file</source>
        <translation>交换文件</translation>
    </message>
    <message>
        <source>New swap file</source>
        <translation>新交换文件</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
</context>
<context>
    <name>TaskPage</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>First choose the image</source>
        <translation>请先选择镜像</translation>
    </message>
    <message>
        <source>The image is the system that is written to the card.</source>
        <translation>镜像就是要写入存储卡的系统。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <comment>an image</comment>
        <translation>选择…</translation>
    </message>
    <message>
        <source>First choose the card</source>
        <translation>请先选择存储卡</translation>
    </message>
    <message>
        <source>Plug the card into this computer, then choose it from the list.</source>
        <translation>把存储卡插到这台电脑上，然后从列表中选择它。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <comment>a card</comment>
        <translation>选择…</translation>
    </message>
    <message>
        <source>First connect to your Nano</source>
        <translation>请先连接您的 Nano</translation>
    </message>
    <message>
        <source>This step runs on the Nano, so NanoWizard has to log in to it.</source>
        <translation>这一步在 Nano 上进行，所以 NanoWizard 需要先登录。</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
</context>
<context>
    <name>TensorFlowPage</name>
    <message>
        <source>How it is installed</source>
        <translation>安装方式</translation>
    </message>
    <message>
        <source>Python packages</source>
        <translation>Python 软件包</translation>
    </message>
    <message>
        <source>NVIDIA’s TensorFlow for this release. About 25 minutes of work.</source>
        <translation>NVIDIA 为此版本制作的 TensorFlow，大约需要 25分钟。</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>One large download, apart from the rest of the system.</source>
        <translation>一次较大的下载，与系统的其他部分分开。</translation>
    </message>
    <message>
        <source>Only in a virtual environment ({folder})</source>
        <translation>仅安装到虚拟环境（{folder}）</translation>
    </message>
    <message>
        <source>Without it, every user and every program of the Nano finds TensorFlow.</source>
        <translation>不选时，Nano 上的所有用户和程序都能使用 TensorFlow。</translation>
    </message>
    <message>
        <source>Download the Python packages here</source>
        <translation>在这台电脑上下载 Python 软件包</translation>
    </message>
    <message>
        <source>They are checked on this computer, kept for the next Nano, and copied to it.</source>
        <translation>软件包在这台电脑上检查并保留，以备下一台 Nano 使用，再复制过去。</translation>
    </message>
    <message>
        <source>Replace the version that is there</source>
        <translation>替换已有的版本</translation>
    </message>
    <message>
        <source>It works too. Replacing it takes as long as installing.</source>
        <translation>已有的版本也能用。替换与安装所需时间一样。</translation>
    </message>
    <message>
        <source>Install TensorFlow</source>
        <translation>安装 TensorFlow</translation>
    </message>
    <message>
        <source>The work runs on the Nano. You may close this window; open this page again to go on.</source>
        <translation>安装在 Nano 上进行。可以关闭此窗口，再次打开此页即可继续。</translation>
    </message>
    <message>
        <source>Programs that learn use TensorFlow; this one is made by NVIDIA for the Nano’s GPU.</source>
        <translation>会学习的程序要用到 TensorFlow；这一个由 NVIDIA 为 Nano 的 GPU 制作。</translation>
    </message>
    <message>
        <source>Add memory…</source>
        <translation>增加内存…</translation>
    </message>
    <message>
        <source>Use the whole card…</source>
        <translation>使用整张存储卡…</translation>
    </message>
    <message>
        <source>Look at the network…</source>
        <translation>查看网络…</translation>
    </message>
    <message>
        <source>Set the clock</source>
        <translation>校准时钟</translation>
    </message>
    <message>
        <source>Complete the packages…</source>
        <translation>补全软件包…</translation>
    </message>
    <message>
        <source>Get the container</source>
        <translation>获取容器</translation>
    </message>
    <message>
        <source>The container is on the Nano, and TensorFlow in it starts</source>
        <translation>容器已在 Nano 上，其中的 TensorFlow 可以启动</translation>
    </message>
    <message>
        <source>TensorFlow {version} is on the Nano and starts</source>
        <translation>TensorFlow {version} 已安装到 Nano，可以启动</translation>
    </message>
    <message>
        <source>The proof shows whether it uses the GPU, and how fast that is.</source>
        <translation>“验证”会显示它是否使用 GPU，以及速度有多快。</translation>
    </message>
    <message>
        <source>Prove it…</source>
        <translation>验证…</translation>
    </message>
    <message>
        <source>Lend it this computer’s internet</source>
        <translation>把这台电脑的网络借给它</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>{headline}.</source>
        <comment>made a whole sentence</comment>
        <translation>{headline}。</translation>
    </message>
    <message>
        <source>{first} {next}</source>
        <comment>two whole sentences</comment>
        <translation>{first}{next}</translation>
    </message>
    <message>
        <source>, </source>
        <comment>separates names in a list</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>{number} GB</source>
        <translation>{number} GB</translation>
    </message>
    <message>
        <source>{number} kB/s</source>
        <translation>{number} kB/s</translation>
    </message>
    <message>
        <source>{number} MB/s</source>
        <translation>{number} MB/s</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} MB</translation>
    </message>
    <message>
        <source>{number} TB</source>
        <translation>{number} TB</translation>
    </message>
    <message>
        <source>{number} kB</source>
        <translation>{number} kB</translation>
    </message>
    <message>
        <source>{number} B</source>
        <translation>{number} B</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}秒</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes}分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes:02} min</source>
        <translation>{hours}小时{minutes:02}分</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days}天</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes}分{seconds}秒</translation>
    </message>
    <message>
        <source>about {time} left, checking included</source>
        <translation>含校验约剩{time}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩{time}</translation>
    </message>
    <message>
        <source> · </source>
        <comment>separates short facts</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>Limited by: the network</source>
        <translation>瓶颈：网络</translation>
    </message>
    <message>
        <source>Limited by: unpacking</source>
        <translation>瓶颈：解压</translation>
    </message>
    <message>
        <source>Limited by: the card</source>
        <translation>瓶颈：存储卡</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Needs repair</source>
        <translation>需要修复</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>需要您处理</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Already in order</source>
        <translation>本来就正常</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>已被您停止</translation>
    </message>
</context>
<context>
    <name>UnexpectedEnd</name>
    <message>
        <source>What happened is in the log: {file}</source>
        <translation>发生了什么，见日志：{file}</translation>
    </message>
    <message>
        <source>NanoWizard ended unexpectedly last time.</source>
        <translation>NanoWizard 上次意外退出。</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Welcome to NanoWizard</source>
        <translation>欢迎使用 NanoWizard</translation>
    </message>
    <message>
        <source>Each step says what it will do before it does anything. You can stop at any time and go on later.</source>
        <translation>每一步都会先说明要做什么，再动手。您可以随时停下，以后再继续。</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>您想做什么？</translation>
    </message>
    <message>
        <source>Set up a Nano</source>
        <translation>设置一台 Nano</translation>
    </message>
    <message>
        <source>From an empty card to a Nano with enough memory. Most of it is waiting.</source>
        <translation>从空白存储卡到内存充足的 Nano。大部分时间只需等待。</translation>
    </message>
    <message>
        <source>Repair one step</source>
        <translation>修复某一步</translation>
    </message>
    <message>
        <source>Something does not work? Check every step and fix only what is broken.</source>
        <translation>哪里不正常？逐步检查，只修复有问题的地方。</translation>
    </message>
    <message>
        <source>Practice without hardware</source>
        <translation>无硬件练习</translation>
    </message>
    <message>
        <source>Try every page with a pretend card and Nano. Nothing real is touched.</source>
        <translation>用模拟的存储卡和 Nano 走一遍，不会改动任何真实设备。</translation>
    </message>
    <message>
        <source>What you need</source>
        <translation>您需要准备</translation>
    </message>
    <message>
        <source>Jetson Nano kit</source>
        <translation>Jetson Nano 开发套件</translation>
    </message>
    <message>
        <source>4 GB (A02, B01) or 2 GB</source>
        <translation>4 GB（A02、B01）或 2 GB</translation>
    </message>
    <message>
        <source>microSD card</source>
        <translation>microSD 存储卡</translation>
    </message>
    <message>
        <source>32 GB or larger, and a reader</source>
        <translation>32 GB 或更大，以及读卡器</translation>
    </message>
    <message>
        <source>Power supply</source>
        <translation>电源</translation>
    </message>
    <message>
        <source>5 V 4 A with a round plug is best</source>
        <translation>最好用 5 V 4 A 圆口电源</translation>
    </message>
    <message>
        <source>A cable to this computer</source>
        <translation>连接电脑的线</translation>
    </message>
    <message>
        <source>micro-USB, or network to your router</source>
        <translation>micro-USB 线，或连到路由器的网线</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>Widgets</name>
    <message>
        <source>cannot be chosen</source>
        <translation>不能选择</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Help and log</source>
        <translation>帮助与日志</translation>
    </message>
    <message>
        <source>Card map</source>
        <translation>存储卡写入图</translation>
    </message>
    <message>
        <source>{percent} percent written, {faults} faulty</source>
        <translation>已写入 {percent}%，{faults}处有错误</translation>
    </message>
    <message>
        <source>written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>faulty</source>
        <translation>有错误</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>you are here</source>
        <translation>当前位置</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>需要注意</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Technical details</source>
        <translation>技术细节</translation>
    </message>
    <message>
        <source>Hold for 2 seconds. By keyboard: hold Space, or press Enter and type ERASE.</source>
        <translation>按住2秒。用键盘：按住空格键，或按回车键后输入 ERASE。</translation>
    </message>
    <message>
        <source>Nothing was erased.</source>
        <translation>没有清除任何内容。</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Press it, then type ERASE: a drive as large as this one is rarely a card.</source>
        <translation>请按下按钮，然后输入 ERASE：这么大的盘很少会是存储卡。</translation>
    </message>
    <message>
        <source>Keep holding…</source>
        <translation>请继续按住…</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Half way, keep holding</source>
        <translation>已到一半，请继续按住</translation>
    </message>
    <message>
        <source>Type ERASE to go on</source>
        <translation>输入 ERASE 以继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Find in the output</source>
        <translation>在输出中查找</translation>
    </message>
    <message>
        <source>Find the place before</source>
        <translation>查找上一处</translation>
    </message>
    <message>
        <source>Find the next place</source>
        <translation>查找下一处</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Whole log</source>
        <translation>完整日志</translation>
    </message>
    <message>
        <source>Opens the folder with the whole log</source>
        <translation>打开存放完整日志的文件夹</translation>
    </message>
    <message>
        <source>Words and picture are the fingerprint again, to compare two screens at a glance.</source>
        <translation>这些单词和图画就是同一个指纹，便于一眼比较两个屏幕。</translation>
    </message>
    <message>
        <source>Picture of the fingerprint</source>
        <translation>指纹的图画</translation>
    </message>
</context>
</TS>
