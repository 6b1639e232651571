"""What the bot writes, changes and takes back: the Bot API's message methods.

Source of methods and refusals: https://core.telegram.org/bots/api#available-methods and the Bot API server's answers.
"""

from __future__ import annotations

import json
from typing import Any, Final

from tests.telegram.people import BOT, Chat, Message
from tests.telegram.wire import Call, Json, bad
from tests.telegram.world import World

_SAME: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_QUERY_GONE: Final = "query is too old and response timeout expired or query ID is invalid"
_PHOTO: Final = [{"file_id": "photo-of-the-test", "file_unique_id": "photo", "width": 640, "height": 480}]


def send_message(world: World, call: Call) -> Json:
    """A text."""
    chat = world.reach(call)
    return _post(world, chat, call, text_of(call, "text", "entities")).body


def send_photo(world: World, call: Call) -> Json:
    """A picture with a caption."""
    chat = world.reach(call)
    _picture(call, call.text("photo") or "attach://photo")
    content = {"photo": _PHOTO, **text_of(call, "caption", "caption_entities")}
    return _post(world, chat, call, content).body


def send_document(world: World, call: Call) -> Json:
    """A file with a caption."""
    chat = world.reach(call)
    if not call.text("document") and not call.files.get("document"):
        raise bad("there is no document in the request" if "document" not in call.files else "file must be non-empty")
    name, size = call.names.get("document", "file"), call.files.get("document", 0)
    document = {"file_id": "file-of-the-test", "file_unique_id": "file", "file_name": name, "file_size": size}
    return _post(world, chat, call, {"document": document, **text_of(call, "caption", "caption_entities")}).body


def edit_text(world: World, call: Call) -> Json:
    """Another text and other buttons in an earlier message."""
    message = _mine(world.reach(call), call, "edit")
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    return _change(world, message, call, text_of(call, "text", "entities"), ("text", "entities"))


def edit_caption(world: World, call: Call) -> Json:
    """Another caption under an earlier picture."""
    message = _mine(world.reach(call), call, "edit")
    if not {"photo", "document"} & message.body.keys():
        raise bad("there is no caption in the message to edit")
    content = text_of(call, "caption", "caption_entities")
    return _change(world, message, call, content, ("caption", "caption_entities"))


def edit_media(world: World, call: Call) -> Json:
    """Another picture, with its caption; a text may become a picture, never the other way round."""
    message = _mine(world.reach(call), call, "edit")
    media = call.value("media")
    if not isinstance(media, dict) or media.get("type") != "photo":
        raise bad("can't parse InputMedia: media must be a photo")
    _picture(call, str(media.get("media", "")))
    given = {
        "caption": str(media.get("caption", "")),
        "caption_entities": json.dumps(media.get("caption_entities", [])),
    }
    content = {"photo": [dict(_PHOTO[0], file_unique_id=f"photo-{message.edits + 1}")]}
    content |= text_of(Call("", given), "caption", "caption_entities")
    replaced = ("text", "entities", "photo", "document", "caption", "caption_entities")
    return _change(world, message, call, content, replaced)


def edit_markup(world: World, call: Call) -> Json:
    """Other buttons under an earlier message, its content as it is."""
    return _change(world, _mine(world.reach(call), call, "edit"), call, {}, ())


def delete_message(world: World, call: Call) -> bool:
    """Take one message away; others' only in a direct chat or as an administrator."""
    chat = world.reach(call)
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise bad("message to delete not found")
    if not _may_delete(chat, message):
        raise bad("message can't be deleted")
    del chat.messages[message.id]
    world.changes.tell()
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Take several away; what can't be found or deleted is skipped."""
    chat = world.reach(call)
    numbers = call.value("message_ids")
    if not isinstance(numbers, list):
        raise bad("can't parse message identifiers JSON object")
    for number in numbers:
        message = chat.messages.get(int(number))
        if message is not None and _may_delete(chat, message):
            del chat.messages[message.id]
    world.changes.tell()
    return True


def answer_query(world: World, call: Call) -> bool:
    """Say that a press was heard, perhaps with a few words."""
    query = world.queries.get(call.text("callback_query_id"))
    if query is None or query.old:
        raise bad(_QUERY_GONE)
    query.answer = {name: value for name, value in call.params.items() if name != "callback_query_id"}
    world.changes.tell()
    return True


def pin_message(world: World, call: Call) -> bool:
    """Pin a message; in a group that needs a right."""
    chat = world.reach(call)
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise bad("message to pin not found")
    if chat.kind == "supergroup" and chat.bot != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")
    world.pinned[chat.id] = message.id
    return True


# -- parts -----------------------------------------------------------------------------------------------------


def text_of(call: Call, name: str, entities_name: str) -> Json:
    """A text or caption with its entities, refused where Telegram refuses it.

    Lengths are counted in code points, as TDLib does before it hands a bot's text on
    (https://github.com/tdlib/td, td/telegram/MessageContent.cpp: utf8_length against message_text_length_max).
    """
    text = call.text(name)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise bad("strings must be encoded in UTF-8")
    if name == "text" and not text.strip():
        raise bad("message text is empty")
    if len(text) > (4096 if name == "text" else 1024):
        raise bad("message is too long" if name == "text" else "message caption is too long")
    entities = call.value(entities_name) or []
    if not text:
        return {}
    return {name: text, entities_name: entities} if entities else {name: text}


def _picture(call: Call, named: str) -> None:
    if named.startswith("attach://") and named.removeprefix("attach://") not in call.files:
        raise bad("there is no photo in the request")
    if not named:
        raise bad("there is no photo in the request")


def _post(world: World, chat: Chat, call: Call, content: Json) -> Message:
    thread = call.number("message_thread_id") or None
    if thread is not None and thread not in chat.topics:
        raise bad("message thread not found")
    content |= _reply(chat, call)
    markup = _markup(call)
    if "inline_keyboard" in markup:
        content["reply_markup"] = markup
    message = world.post(chat, BOT, content, thread=thread)
    message.force_reply = bool(markup.get("force_reply"))
    return message


def _reply(chat: Chat, call: Call) -> Json:
    wanted = call.value("reply_parameters")
    if not wanted:
        return {}
    answered = chat.messages.get(int(wanted.get("message_id", 0)))
    if answered is not None:
        return {"reply_to_message": without_reply(answered.body)}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad("message to be replied not found")


def without_reply(body: Json) -> Json:
    """A message inside another one shows no further ones (https://core.telegram.org/bots/api#message)."""
    return {name: value for name, value in body.items() if name != "reply_to_message"}


def _markup(call: Call) -> Json:
    markup: Any = call.value("reply_markup")
    if markup is None:
        return {}
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            if not 1 <= len(str(button.get("callback_data", "-")).encode()) <= 64:
                raise bad("BUTTON_DATA_INVALID")
    if markup.get("inline_keyboard") == []:
        return {}
    return markup


def _mine(chat: Chat, call: Call, what: str) -> Message:
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise bad(f"message to {what} not found")
    if not message.by_bot:
        raise bad(f"message can't be {what}ed")
    return message


def _change(world: World, message: Message, call: Call, content: Json, replaced: tuple[str, ...]) -> Json:
    markup = _markup(call)
    body = {name: value for name, value in message.body.items() if name not in {*replaced, "reply_markup", "edit_date"}}
    body |= content
    if markup:
        body["reply_markup"] = markup
    if body == {name: value for name, value in message.body.items() if name != "edit_date"}:
        raise bad(_SAME)
    body["edit_date"] = world.now()
    message.body = body
    message.edits += 1
    world.changes.tell()
    return body


def _may_delete(chat: Chat, message: Message) -> bool:
    return message.by_bot or chat.kind == "private" or chat.bot == "administrator"
