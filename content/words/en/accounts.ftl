command-link = link
    .about = Use me from another app too
    .takes = code
    .takes-about = The code from your other app
command-recovery = recovery
    .about = A code to come back with if you lose this account
    .takes = code
    .takes-about = Your recovery code, if you have lost an account

account-list = You use me from:
account-entry-this = { $app } (here)
account-entry-this-reached = { $app } (here): this is where I write to you
account-entry-other = { $app }
account-entry-other-reached = { $app }: this is where I write to you
account-code-wrong = That code doesn’t work. It may be mistyped, used or too old.
account-tries = That was a lot of tries. Please wait an hour before the next one.
account-let-go = You have begun with this account already. What you noted here alone goes, and can’t be brought back.
account-moves = You use me from this account and others. It leaves those, and they stay as they are.
account-nobodys = This chat isn’t linked with anybody here any more. Nothing of theirs comes here from now on.

link-another = Link another app
link-nowhere = That is the only app I am on at the moment.
link-everywhere = I’m linked with you in every app I am on.
link-code = In your other app, open a chat with me and send /link and this code. **It works once**, until { $until }.
    { $code }
link-code-yours = It’s for yourself alone: whoever uses it could read and write here as you. I’ll ask you again in this chat before anything is linked.
link-own = That code is your own, and this account is yours already. Type it in your other app.
link-coupled = With this account you are linked with somebody as a couple, so I can’t make it part of another one. You can do it the other way round: type /link here, and use that code in your other app.
link-platform = There is an account on { $app } already, and I keep one for each app. If you have lost that one, /recovery helps; else unlink it first with /link.
link-ask = Is this account to be { $name }’s?
link-ask-means = Then whoever writes from here is { $name } to me, with everything that is { $name }’s.
link-ask-yes = Yes, that’s me
link-ask-no = No
link-declined = All right. Nothing was linked, and I’ve kept nothing.
link-asked = Thank you. Now I’ve asked once more in the chat your code came from. When you have said yes there too, it’s done.
link-mine = Somebody on { $app } has used your code and says they are you. Is that you?
link-mine-means = If it isn’t, press No: then nothing is linked. Whoever you let in could read and write here as you.
link-mine-yes = Yes, that’s me
link-mine-no = No
link-not-mine = Good that you looked. Nothing was linked, and that code works no more.
link-over = That didn’t work out any more, and nothing was linked. /link gives you a new code.
link-done = Done: you can use me on { $app } too.
link-done-there = Done, { $name }: from here on this chat is yours too. /today shows what is open.
link-where = Where shall I write to you?
link-noted = An account on { $app } was linked with you just now. If that wasn’t you, /link takes it away again.

reach-here = Write to me here
reach-there = Write to me on { $app }
reach-done = From here on I write to you on { $app }. What came before stays where it is.
reach-closed = I can’t write to you on { $app } just now. Send me /link from there, and choose it there.

unlink-this = Unlink this one
unlink-there = Unlink { $app }
unlink-sure = Unlink { $app }? From that moment whoever writes from there is nobody to me.
unlink-stays = What stands in that chat stays there. Delete it there if others could read it.
unlink-yes = Unlink it
unlink-no = Keep it
unlink-last = That is your only account here, so I can’t unlink it.
unlink-done = Your account on { $app } is linked no more. If that wasn’t you, you can link it anew with /link.

recovery-code = This is your recovery code:
    { $code }
recovery-use = Keep it somewhere safe, outside this app: on paper, for example. If you ever lose this account, open a chat with me from a new one and send /recovery and the code. It works once, and until you use it or ask for a new one. Whoever has it can become you here, so show it to nobody.
recovery-without = Without it, a lost account means starting anew. Your partner can’t vouch for you, and nobody else can help, not even whoever runs me.
recovery-have = You have a recovery code, made on { $day }. I can’t show it again: I keep only a fingerprint of it.
recovery-anew = Give me a new one
recovery-noted = A recovery code was made for you just now, in another chat of yours. If that wasn’t you, type /recovery and ask for a new one: then that one works no more. And look at /link.
recovery-own = You haven’t lost this account: you are writing from it. The code stays good, so keep it safe.
recovery-coupled = With this account you are linked with somebody as a couple, so it can’t become another one. Please use the code from an account that is new to me.
recovery-ask = This makes this account { $name }’s and lets go of the lost one. Go on?
recovery-ask-gone = The lost one is the account on { $app }. Nothing more of { $name }’s goes there.
recovery-ask-stays = The account on { $app } stays as it is.
recovery-yes = Yes, make it mine
recovery-no = No
recovery-stayed = All right. Nothing was changed, and the code stays good.
recovery-done = Welcome back, { $name }. From here on I write to you in this chat. /today shows what is open.
recovery-done-next = The code is used up now; /recovery gives you a new one. A place you shared through the old account gets nothing private while that account can read there.
recovery-done-noted = Your recovery code was used just now: you are on { $app } with another account, and I write to you there. If that wasn’t you, /link takes it away again.
