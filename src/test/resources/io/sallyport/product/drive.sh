# Some fifty file operations in the folder $1, with room for scratch in $2; names to try come on standard input, one a
# line. Ends at the first that fails. What is left in the folder is compared with the same on a local disk. $3 is the
# cache of rclone's drive, if it is one. That drive uploads a file some time after it was closed, and loses track of one
# that is moved, replaced or removed while it is on its way: before anything like that, the script waits until nothing is.
set -eu
cache=${3:-}
settle() {
  while grep -rqs '"Dirty": *true' "$cache"; do sleep 0.1; done
}
if [ -n "$cache" ]; then
  mv() { settle && command mv "$@"; }
  rm() { settle && command rm "$@"; }
  rmdir() { settle && command rmdir "$@"; }
fi
# With `!` in front of a command, a success would not end the script.
fails() { if "$@" 2>/dev/null; then echo "succeeded: $*" >&2 && exit 1; fi; }
names=$(cat)
scratch=$(mktemp -d "$2/drive.XXXXXX")
cd "$1"

# Create, write again, append, cut.
printf 'hello' >a
printf 'hello again' >a
printf ', and more' >>a
: >empty
printf '0123456789' >cut
truncate -s 4 cut
truncate -s 20 cut
: >a-then-empty
printf 'x' >a-then-empty
: >a-then-empty
cat a >/dev/null
test "$(cat a)" = 'hello again, and more'
test ! -s empty

# Parts of a file.
seq 1 20000 >numbers
test "$(dd if=numbers bs=1 skip=10000 count=9 status=none)" = "$(seq 1 20000 | dd bs=1 skip=10000 count=9 status=none)"
printf 'HERE' | dd of=numbers bs=1 seek=5000 conv=notrunc status=none
test "$(head -c 5004 numbers | tail -c 4)" = HERE
test "$(tail -n 1 numbers)" = 20000
wc -c <numbers | grep -qx 108894

# Rename, rename over, copy, hard to tell apart.
mv a b
printf 'old' >c
mv b c
test "$(cat c)" = 'hello again, and more'
cp c d
cp numbers d
printf 'one' >Case
printf 'two' >case
cmp d numbers
diff d numbers
test ! -e a

# An editor's save: write beside, rename over; another: keep the old one, then write.
printf 'draft 1' >text
printf 'draft 2' >.text.tmp
mv .text.tmp text
mv text text~
printf 'draft 3' >text
rm text~
test "$(cat text)" = 'draft 3'
sed -i 's/3/4/' text

# Folders.
mkdir folder folder/inner folder/empty
cp c folder/inner/c
cp -r folder copy
mv folder moved
mv moved/inner/c moved/inner/e
mkdir -p deep/er/and/deeper
printf 'down here' >deep/er/and/deeper/file
mv deep/er shallow
mkdir gone
cp -r copy gone/
rm -r gone
rmdir moved/empty
fails rmdir copy
fails mkdir copy
fails cat none
test ! -e gone

# Many small ones.
mkdir many
for i in $(seq 1 30); do printf '%s' "$i" >"many/$i.txt"; done
test "$(ls many | wc -l)" = 30
rm many/1?.txt
for i in 2 3; do mv "many/$i.txt" "many/$i.bak"; done

# A larger one, in and out.
head -c 3000000 /dev/zero | tr '\0' 'z' >"$scratch/large"
cp "$scratch/large" large
cp large "$scratch/back"
cmp "$scratch/large" "$scratch/back"
tar cf archive.tar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=644 --sort=name many
mkdir unpacked
tar xf archive.tar -C unpacked --no-same-owner --no-same-permissions --touch
diff -r many unpacked/many

# Times.
touch c
touch new-by-touch

# Names.
mkdir odd
printf '%s\n' "$names" | while IFS= read -r name; do
  printf '%s' "$name" >"odd/$name"
  test "$(cat "odd/$name")" = "$name"
done
mkdir odd-moved
printf '%s\n' "$names" | while IFS= read -r name; do
  mv "odd/$name" "odd-moved/$name"
done
rmdir odd
rm -r "$scratch"
