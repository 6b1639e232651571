command-journal = diario
    .about = Lo que habéis compartido y tus propias notas

journal-none = Tu diario está vacío por ahora. Aquí estará lo que os mostréis en pareja y lo que escribas para ti.
journal-head = **Tu diario**, lo más reciente primero. Pulsa un número para leerlo.
journal-entry = { $n }. { $title }, { $day }
journal-entry-own = { $n }. { $title }, { $day } (solo tú)
journal-n = { $n }
journal-later = Más recientes
journal-earlier = Más antiguas
journal-part-before = Antes
journal-part-more = Más
journal-back = Volver al diario
journal-delete = Borrar lo mío
journal-delete-sure = ¿Borrar lo que escribiste ahí? No se puede recuperar.
journal-delete-yes = Sí, borrarlo
journal-delete-no = Conservarlo
journal-deleted = Ya no está.
