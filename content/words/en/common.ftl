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
place-withheld = Somebody else can read the place you two share with me, or I can’t be sure that nobody can. So I’m giving you something private here, each in your own chat. Once I’m sure that only you two read there, I’ll use it again.
place-absent = One of you can’t read the place you two share with me any more. So I’m giving you this here, each in your own chat. Once you are both there again, I’ll use it again.
place-closed = I can’t reach the place you two share with me any more. So I’m giving you this here, each in your own chat.
place-joined = Somebody else has come into the place you two share with me. As long as they can read there, I’ll put what is private into your own chats instead.
place-lost = I was put out of the place you two share with me, or it is gone. From here on I’ll write to each of you in your own chat. /here makes another place yours.
done-elsewhere = Done. You’ll find it in the place you two share.
see-direct-there = That is between you and me, so let’s do it in our own chat.
see-direct-open = Open our chat
add-to-server = Add me to a server of yours
add-to-group = Add me to a group of us three
nameless = I can’t tell who you are when you write as the group or a channel. Please write as yourself (in Telegram: tap the picture beside the text field, or turn off “Remain anonymous”), and try once more.
unknown-command-near = I don’t know /{ $command }. Did you mean /{ $near }? Type /help to see what I can do here.

# A form that is asked one question at a time.
asking-question = **{ $label }** ({ $at } of { $all })
asking-only = **{ $label }**
asking-hint = { $hint }
asking-fault = { $fault }
asking-stands = So far: { $value }
asking-keep = Keep “{ $value }”
asking-keep-it = Keep it as it is
asking-skip = Skip
asking-done = Done
asking-cancelled = All right, I’ve dropped that. Nothing was changed.
asking-none = There is nothing under way to drop. Type /today to see what is open.
asking-part = Part { $at } of { $all }
asking-next = Next
asking-open = Fill in part { $at } of { $all }

# Where a form can’t be shown at once, this button brings it.
form-open = Fill it in

# A chart in words, for those who can’t see the picture, and where there can be none.
chart-alt = { $title } (chart, from { $low } to { $high })
chart-line = { $label }: { $values }.
chart-value = { $value } ({ $day })
chart-line-gist = { $label }: { $first } on { $first_day }, { $last } on { $last_day }; { $count ->
        [one] one value
       *[other] { $count } values
    } in all, the lowest { $least }, the highest { $most }.
chart-line-empty = { $label }: nothing yet.

# Where a file can’t be sent.
file-instead = Here belongs a file, { $name }, but this place takes no files from me. In our direct chat I can give it to you.
