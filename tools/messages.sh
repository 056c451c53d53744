#!/usr/bin/env bash
# Bring the catalogues of readers' words up to date: `make messages`, or `make messages CATALOGUE=de` for one that is not there yet.
# What templates and views say and a catalogue lacks is added with an empty translation; what is there stays, and all are compiled.
set -euo pipefail
cd "$(dirname "$0")/.."
site=src/broadsheet/site
python=$PWD/.venv/bin/python
for each in xgettext msgcat msgfmt; do
    command -v "$each" >/dev/null || { echo "This needs gettext: apt install gettext" >&2; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# In a copy, for Django's command would mark as obsolete what is not said in these files: the rails' headings.
cp -r "$site" "$folder/site"
rm -rf "$folder/site/locale" && mkdir "$folder/site/locale"
(cd "$folder/site" && "$python" -m django makemessages --locale en --keep-pot --no-location >/dev/null)
if [ -n "${1:-}" ] && [ ! -e "$site/locale/$1" ]; then
    mkdir -p "$site/locale/$1/LC_MESSAGES"
    # With the headings of rails, which no template says.
    msgfilter --keep-header --no-wrap --input="$site/locale/az/LC_MESSAGES/django.po" \
        --output-file="$site/locale/$1/LC_MESSAGES/django.po" sh -c 'cat > /dev/null'
    sed -i "s/^\"Language: az/\"Language: $1/" "$site/locale/$1/LC_MESSAGES/django.po"
fi
for catalogue in "$site"/locale/*/LC_MESSAGES/django.po; do
    msgcat --use-first --no-wrap --output-file="$folder/new.po" "$catalogue" "$folder/site/locale/django.pot"
    cp "$folder/new.po" "$catalogue"
    # English is what the messages say themselves.
    [ "$catalogue" != "$site/locale/en/LC_MESSAGES/django.po" ] || msgen --no-wrap --output-file="$catalogue" "$folder/new.po"
    msgfmt --check-format --output-file="${catalogue%.po}.mo" "$catalogue"
    missing=$(msgattrib --untranslated --no-wrap "$catalogue" | grep -c '^msgid "..*"' || true)
    echo "$catalogue: $missing without a translation"
done
