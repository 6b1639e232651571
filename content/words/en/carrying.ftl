command-carry = carry
    .about = Have me carry your chat between your apps and places
command-say = say
    .about = Say something to your partner through me
    .takes = text
    .takes-about = Your words, as they are to arrive

carry-offer = { $name } would like me to carry what you two write between the chats you have with me. It begins only if you want it, too.
carry-asked = I’ve asked { $name }. Until they say yes, nothing is carried.
carry-what-direct = In your own chat with me you open a talk with /say. While it is open, what you type there goes to the other’s chat with me. It closes when I ask or show you something there, when you press “Stop talking”, and after 15 quiet minutes.
carry-what-shared = What either of you writes in one of the places you two share with me, I show in the others, with your name. Nobody else’s words. Where I can’t read along, or from anywhere else, /say and your words carries one message.
carry-follows-all = { $app }: if you change or delete a message, the copy follows.
carry-follows-edits = { $app }: if you change a message, the copy follows. I’m not told when you delete one, so its copy stays.
carry-follows-none = { $app }: I’m not told when you change or delete a message, so its copy stays as it was.
carry-readable = I carry words only. The apps can read what passes through them. Either of you can stop it at any moment with /carry.
carry-agree = Yes, carry it
carry-decline = Rather not
carry-declined = All right. Nothing is carried.
carry-withdraw = Never mind
carry-began = You both said yes: from here on I carry your chat.
carry-on = I carry your chat.
carry-stop = Stop carrying
carry-stopped = I don’t carry your chat any more. If you both want it again: /carry
carry-off = That takes a yes from both of you: /carry asks { $name }.
carry-words-only = I can carry words only, so that one stays here.

say-what = Put your words right behind it, such as: /say I’ll be late
say-done = I’ll pass that on.
say-nowhere = You two share no other place with me that I could carry that to.

copy = { $name }: { $text }
copy-quote-of = ↪ { $name }: “{ $text }”
copy-quote = ↪ “{ $text }”

talk-begin = Talk to { $name } from here
talk-open =
    You are talking to { $name } from here: **what you type in this chat goes to them.**
    I close it when I ask or show you something else here, and after 15 quiet minutes.
talk-end = Stop talking
talk-closed = This talk is closed. What you type here stays between you and me.
talk-ended = That went nowhere: the talk with { $name } from here had ended.
talk-asked = Something I asked you here is still open, and your words would answer it. Answer it or skip it first, so that no answer ends up with { $name } by mistake.
talk-room = You two share a place with me: write there, or use /say and your words to bring them there from here.
talk-home = Let’s do that in the chat in which I reach you.
