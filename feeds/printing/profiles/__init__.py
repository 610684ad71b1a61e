"""The table of the profiles that a partner may have, a module each; to add one, copy its like."""

from . import apple, flipboard, generic, msn, newsletter, smartnews
from .profile import Profile

PROFILES: dict[str, Profile] = {
    module.PROFILE.name: module.PROFILE
    for module in (msn, smartnews, flipboard, apple, newsletter, generic)
}
