command-here = here
    .about = Make this chat the place of you two

here-arrived =
    Hello, I’m Troth, a program for couples. If this group is just the two of you and me, I can show here what you have both shared.
    For that one of you types /here@{ $bot }, and the other agrees. Everything private stays in our own chats.
    I read only commands and what you answer to me, nothing else you write here. If I don’t answer a command, add @{ $bot } to it or choose it from the menu.
here-arrived-plain =
    Hello, I’m Troth, a program for couples. If just the two of you and I are here, I can show here what you have both shared.
    For that one of you types /here, and the other agrees. Everything private stays in our own chats.
here-shared = /here makes a group of just the two of you and me your shared place. Make such a group, add me to it, and type /here there.
here-offer = { $name } would like this to be the place of you two: here I’d show what you have both shared.
here-offer-readers = Whoever is here can read it, and so can anyone you add later. If others come, I’ll go back to your own chats.
here-offer-ask = Is that all right with you, { $name }?
here-agree = Yes, here
here-decline = Rather not
here-other = That is for the other one of you to say.
here-agreed = This is the place of you two now. When you have both shared something, I’ll show it here.
here-declined = All right. It stays as it was.
here-yours = This is the place of you two. When you have both shared something, I show it here.
here-leave = Use our own chats instead
here-left = All right. From here on I write to each of you in your own chat.
here-others = I can’t make that place yours: others can read it, or I can’t be sure who can. It has to be a private group of just the two of you and me.

# Where I can make a place inside a server.
here-shared-server = /here makes a private thread for you two. Add me to a server that you are both in, and type /here in one of its channels.
here-visit = I’m only visiting here: I can answer you, but I can’t write here by myself. Add me to a server that you are both in, and type /here there.
here-inside = I can make a private thread here with only you two and me in it. When you have both shared something, I’d show it there.
here-readers-server = You should know: the owner of this server, and its moderators, may be able to read what stands here. So may anyone you add later; then I’ll go back to your own chats.
here-make = Make us a private thread
here-as-it-is = Use this channel as it is
here-making = I’m making it. You’ll both be added, and I’ll ask the other one there.
here-made-already = A private thread has already been made for you two, just now: look for it in this server. If it isn’t right, try again in ten minutes.
here-not-made = I couldn’t make a private place here. Perhaps you aren’t both in this server, or I lack the permission to create private threads. You can ask whoever runs the server, or try another channel.
here-not-both = Only one of you has an account with me on this app, so a place here would be for one alone. Your own chats work as they are.
