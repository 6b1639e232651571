command-journal = journal
    .about = What you two have shared, and your own notes

journal-none = Your journal is empty so far. What you two reveal to each other will be here, and what you write for yourself.
journal-head = **Your journal**, newest first. Press a number to read one.
journal-entry = { $n }. { $title }, { $day }
journal-entry-own = { $n }. { $title }, { $day } (only you)
journal-n = { $n }
journal-later = Newer
journal-earlier = Older
journal-part-before = Before
journal-part-more = More
journal-back = Back to the journal
journal-delete = Delete mine
journal-delete-sure = Delete what you wrote there? It can’t be brought back.
journal-delete-yes = Yes, delete it
journal-delete-no = Keep it
journal-deleted = It’s gone.
