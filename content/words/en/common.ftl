# Words that every feature uses.

yes = Yes
no = No
later = Later
cancel = Cancel
save = Save
back = Back

language-en = English
language-es = Español

unknown-command = I don’t know /{ $command }. Type /help to see what I can do here.
no-question = I’m not waiting for an answer just now. Type /today to see what is open, or /help for everything else.
only-words = I can’t take pictures, places, contacts or voice. Nothing of it was kept. Words are fine.
button-stale = That button has done its work. Type /today to see what is open.
something-wrong = Something went wrong on my side. Nothing was changed. Please try once more.
too-long = That is longer than I can take: { $limit } characters at most. Could you make it shorter?
field-empty = This one needs an answer.
field-choice = Please choose one of these.
field-long = At most { $limit } characters, please.
start-first = Let’s begin with /start. It takes a minute.
pair-first = This one is for two. Type /pair to invite your partner.
see-direct = That is for your eyes only, so I’ve put it into our direct chat.
direct-only = Let’s do that in our direct chat, where only you read along.
place-withheld = Somebody else can read the place you two share with me. So I’m giving you something private here, each in your own chat. Once they have left, I’ll use that place again.
place-closed = I can’t reach the place you two share with me any more. So I’m giving you this here, each in your own chat.
