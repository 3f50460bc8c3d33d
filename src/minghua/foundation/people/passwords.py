"""What a password must be to be taken, wherever it is typed."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from minghua.kernel.errors import Invalid


def strong(password: str) -> str:
    """Return the password when it is good enough (the validators of the settings); raises Invalid."""
    try:
        validate_password(password)
    except ValidationError:
        raise Invalid(
            "密码太短、太常见或太简单。",
            "The password is too short, too common or too simple.",
            field="password",
            remedy_zh="请换一个至少 10 位、不常见的密码。",
            remedy_en="Choose another of at least 10 characters that is not common.",
            code="weak_password",
        ) from None
    return password
