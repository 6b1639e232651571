command-help = ayuda
    .about = Qué puedo hacer aquí
command-today = hoy
    .about = Qué tienes pendiente

help-intro = Esto es lo que puedo hacer por ti:
help-entry = /{ $name }: { $about }
help-start = Empieza con /start. No se guarda nada antes de que digas que sí.
help-pair = Casi todo es para dos: /pareja invita a tu pareja.
help-both = Soy un programa y no puedo llamar a nadie. Si estás en peligro, llama al número de emergencias de tu país.
today-nothing = No hay nada esperándote. Que tengas un buen día.
today-some =
    { $count ->
        [one] Tienes una cosa pendiente:
       *[other] Tienes { $count } cosas pendientes:
    }

command-cancel = cancelar
    .about = Dejar la pregunta que estoy haciendo
