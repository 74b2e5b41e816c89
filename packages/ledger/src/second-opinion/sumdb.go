// A second opinion on a log's files, by the Go project's own transparency log and note packages, which share no code
// with ours. Usage: sumdb <folder with checkpoint, tile/ and proofs.json> <vkey>. Prints "ok" and what it checked.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles drops the height, which C2SP tlog-tiles fixes and leaves out of the path.
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

type proof struct {
	Index, OldSize, Size int64
	OldRoot, Root        string
	Proof                []string
}

func main() {
	folder, vkey := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(vkey)
	check(err)
	signed, err := note.Open(read(folder, "checkpoint"), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(signed.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)

	entries := readEntries(folder, size)
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{folder})
	for index, entry := range entries {
		path, err := tlog.ProveRecord(size, int64(index), reader)
		check(err)
		check(tlog.CheckRecord(path, size, root, int64(index), tlog.RecordHash(entry)))
	}

	var ours struct{ Inclusion, Consistency []proof }
	check(json.Unmarshal(read(folder, "proofs.json"), &ours))
	for _, p := range ours.Inclusion {
		check(tlog.CheckRecord(hashes(p.Proof), p.Size, hash(p.Root), p.Index, tlog.RecordHash(entries[p.Index])))
	}
	for _, p := range ours.Consistency {
		check(tlog.CheckTree(hashes(p.Proof), p.Size, hash(p.Root), p.OldSize, hash(p.OldRoot)))
	}
	fmt.Printf("ok %d entries %d inclusion %d consistency\n", len(entries), len(ours.Inclusion), len(ours.Consistency))
}

func readEntries(folder string, size int64) [][]byte {
	var entries [][]byte
	for n := int64(0); n*256 < size; n++ {
		name := fmt.Sprintf("tile/entries/%03d", n)
		if width := size - n*256; width < 256 {
			name += fmt.Sprintf(".p/%d", width)
		}
		for data := read(folder, name); len(data) > 0; {
			length := int(binary.BigEndian.Uint16(data))
			entries = append(entries, data[2:2+length])
			data = data[2+length:]
		}
	}
	return entries
}

func hash(text string) tlog.Hash {
	bytes, err := base64.StdEncoding.DecodeString(text)
	check(err)
	var h tlog.Hash
	copy(h[:], bytes)
	return h
}

func hashes(texts []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return all
}

func read(folder, name string) []byte {
	data, err := os.ReadFile(filepath.Join(folder, name))
	check(err)
	return data
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
