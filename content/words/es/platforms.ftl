# Lo que las plataformas muestran del bot. Telegram: 512 caracteres la descripción, 120 la corta.
telegram-description =
    Troth es un programa para parejas. Trae una pregunta en el momento justo, recuerda las promesas que os hacéis y os pregunta a ambos cómo fue.

    No lleva cuentas ni vigila a nadie. Puedes salir tú a solas, en el acto, cuando quieras.

    Pulsa Iniciar: es un minuto, y no se guarda nada antes de que digas que sí.
telegram-short = Para dos personas que quieren cumplirse la palabra: preguntas a tiempo, pequeñas promesas, sin cuentas.
