command-carry = llevar
    .about = Que lleve vuestra charla de una app o lugar a otro
command-say = decir
    .about = Decirle algo a tu pareja a través de mí
    .takes = texto
    .takes-about = Tus palabras, tal como deben llegar

carry-offer = { $name } quiere que lleve lo que escribís de un chat a otro de los que tenéis conmigo. Empieza solo si tú también quieres.
carry-asked = Se lo he preguntado a { $name }. Hasta que diga que sí, no llevo nada.
carry-what-direct = En tu chat conmigo abres una charla con /decir. Mientras está abierta, lo que escribes ahí va al chat de la otra persona conmigo. Se cierra cuando te pregunto o te muestro algo ahí, cuando pulsas «Dejar la charla» y tras 15 minutos de silencio.
carry-what-shared = Lo que cualquiera de los dos escribe en uno de los lugares que compartís conmigo lo muestro en los demás, con su nombre. Las palabras de nadie más. Donde no puedo leer, o desde cualquier otro sitio, /decir y tus palabras lleva un mensaje.
carry-follows-all = { $app }: si cambias o borras un mensaje, la copia lo sigue.
carry-follows-edits = { $app }: si cambias un mensaje, la copia lo sigue. De lo que borras no me avisan, así que la copia se queda.
carry-follows-none = { $app }: no me avisan de lo que cambias o borras, así que la copia se queda como estaba.
carry-readable = Solo llevo palabras. Las apps pueden leer lo que pasa por ellas. Cualquiera de los dos puede pararlo en todo momento con /llevar.
carry-agree = Sí, llévala
carry-decline = Mejor no
carry-declined = De acuerdo. No llevo nada.
carry-withdraw = Déjalo
carry-began = Los dos habéis dicho que sí: desde ahora llevo vuestra charla.
carry-on = Llevo vuestra charla.
carry-stop = Dejar de llevarla
carry-stopped = Ya no llevo vuestra charla. Si los dos volvéis a quererlo: /llevar
carry-off = Para eso tenéis que querer los dos: /llevar se lo pregunta a { $name }.
carry-words-only = Solo puedo llevar palabras, así que eso se queda aquí.

say-what = Escribe tus palabras justo detrás, por ejemplo: /decir Llego tarde
say-done = Se lo paso.
say-nowhere = No compartís conmigo ningún otro lugar al que pueda llevarlo.

copy = { $name }: { $text }
copy-quote-of = ↪ { $name }: «{ $text }»
copy-quote = ↪ «{ $text }»

talk-begin = Hablar con { $name } desde aquí
talk-open =
    Estás hablando con { $name } desde aquí: **lo que escribes en este chat le llega.**
    Lo cierro cuando te pregunto o te muestro otra cosa aquí, y tras 15 minutos de silencio.
talk-end = Dejar la charla
talk-closed = Esta charla está cerrada. Lo que escribes aquí queda entre tú y yo.
talk-ended = Eso no ha ido a ninguna parte: la charla con { $name } desde aquí había terminado.
talk-asked = Algo que te pregunté aquí sigue abierto, y tus palabras serían la respuesta. Respóndelo o sáltalo antes, para que ninguna respuesta acabe por error con { $name }.
talk-room = Compartís un lugar conmigo: escribe allí, o usa /decir y tus palabras para llevarlas desde aquí.
talk-home = Hagámoslo en el chat en el que te escribo.
