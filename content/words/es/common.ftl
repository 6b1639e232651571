# Palabras que usan todas las partes.

yes = Sí
no = No
later = Más tarde
cancel = Cancelar
save = Guardar
back = Atrás

language-en = English
language-es = Español

unknown-command = No conozco /{ $command }. Escribe /ayuda para ver qué puedo hacer aquí.
no-question = Ahora mismo no espero ninguna respuesta. Escribe /hoy para ver qué hay pendiente, o /ayuda para todo lo demás.
only-words = No puedo aceptar fotos, lugares, contactos ni voz. No he guardado nada. Con palabras, sí.
button-stale = Ese botón ya cumplió. Escribe /hoy para ver qué hay pendiente.
something-wrong = Algo ha fallado por mi parte. No ha cambiado nada. Inténtalo otra vez, por favor.
too-long = Es más largo de lo que puedo aceptar: { $limit } caracteres como máximo. ¿Puedes acortarlo?
field-empty = Esto necesita una respuesta.
field-choice = Elige una de estas opciones, por favor.
field-long = Como máximo { $limit } caracteres, por favor.
start-first = Empecemos con /start. Es un minuto.
pair-first = Esto es cosa de dos. Escribe /pareja para invitar a tu pareja.
see-direct = Eso es solo para ti, así que lo he puesto en nuestro chat directo.
direct-only = Hagámoslo en nuestro chat directo, donde solo lees tú.
place-withheld = Otra persona puede leer el lugar que compartís conmigo, o no puedo estar seguro de que no. Por eso os doy algo privado aquí, en el chat de cada quien. Cuando esté seguro de que allí solo leéis los dos, volveré a usarlo.
place-absent = Uno de vosotros ya no puede leer el lugar que compartís conmigo. Así que os lo doy aquí, a cada cual en su propio chat. Cuando volváis a estar los dos, lo usaré de nuevo.
place-closed = Ya no llego al lugar que compartís conmigo. Por eso os doy esto aquí, en el chat de cada quien.
place-joined = Otra persona ha entrado en el lugar que compartís conmigo. Mientras pueda leer allí, pondré lo privado en el chat de cada quien.
place-lost = Me han sacado del lugar que compartíais conmigo, o ya no existe. A partir de ahora os escribo a cada quien en su chat. Con /aqui podéis elegir otro lugar.
done-elsewhere = Hecho. Lo encontrarás en el lugar que compartís.
see-direct-there = Eso queda entre tú y yo, así que hagámoslo en nuestro chat.
see-direct-open = Abrir nuestro chat
add-to-server = Añadirme a un servidor vuestro
add-to-group = Añadirme a un grupo de los tres
nameless = No puedo saber quién eres cuando escribes como el grupo o como un canal. Escribe en tu propio nombre, por favor (en Telegram: toca la imagen junto al campo de texto, o desactiva «Permanecer anónimo»), e inténtalo otra vez.
unknown-command-near = No conozco /{ $command }. ¿Querías decir /{ $near }? Escribe /ayuda para ver qué puedo hacer aquí.

# Un formulario, pregunta a pregunta.
asking-question = **{ $label }** ({ $at } de { $all })
asking-only = **{ $label }**
asking-hint = { $hint }
asking-fault = { $fault }
asking-stands = Hasta ahora: { $value }
asking-keep = Dejar «{ $value }»
asking-keep-it = Dejarlo como está
asking-skip = Saltar
asking-done = Listo
asking-cancelled = De acuerdo, lo he dejado. No ha cambiado nada.
asking-none = No hay nada a medias. Escribe /hoy para ver qué hay pendiente.
asking-part = Parte { $at } de { $all }
asking-next = Siguiente
asking-open = Rellenar la parte { $at } de { $all }

# Where a form can’t be shown at once, this button brings it.
form-open = Rellenar

# Un gráfico en palabras, para quien no puede ver la imagen y donde no puede haber ninguna.
chart-alt = { $title } (gráfico, de { $low } a { $high })
chart-line = { $label }: { $values }.
chart-value = { $value } ({ $day })
chart-line-gist = { $label }: { $first } el { $first_day }, { $last } el { $last_day }; { $count ->
        [one] un valor
       *[other] { $count } valores
    } en total, el más bajo { $least }, el más alto { $most }.
chart-line-empty = { $label }: todavía nada.

# Donde no se puede enviar un archivo.
file-instead = Aquí va un archivo, { $name }, pero este lugar no acepta archivos míos. En nuestro chat directo sí te lo puedo dar.
