// A second opinion on the vectors of cosignatures and changes of key, by the Go project's own note and transparency log
// packages. Usage: vectors <vectors folder>. Prints "ok" and what it checked.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// witness verifies cosignature/v1 (C2SP tlog-cosignature), a kind of signature that package note leaves to others.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
	time uint64
}

func (w *witness) Name() string { return w.name }

func (w *witness) KeyHash() uint32 { return w.hash }

func (w *witness) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	w.time = binary.BigEndian.Uint64(sig)
	return ed25519.Verify(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", w.time, msg)), sig[8:])
}

func parseWitness(vkey string) (*witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	check(err)
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if key[0] != 4 || len(key) != 33 || hex.EncodeToString(sum[:4]) != parts[1] {
		return nil, fmt.Errorf("%s is no witness's key", vkey)
	}
	return &witness{name: parts[0], hash: binary.BigEndian.Uint32(sum[:4]), key: key[1:]}, nil
}

func checkCosignatures(folder string) int {
	var v struct {
		LogVkey, Checkpoint, Cosigned string
		Witnesses                     []struct {
			SeedHex, Vkey, MessageHex, Line string
			Timestamp                       uint64
		}
		RefusedCheckpoints []struct {
			Vkeys      []string
			Checkpoint string
		}
	}
	readJSON(folder, "cosignature.json", &v)
	log, err := note.NewVerifier(v.LogVkey)
	check(err)
	bare, err := note.Open([]byte(v.Checkpoint), note.VerifierList(log))
	check(err)
	for _, given := range v.Witnesses {
		w, err := parseWitness(given.Vkey)
		check(err)
		seed, err := hex.DecodeString(given.SeedHex)
		check(err)
		private := ed25519.NewKeyFromSeed(seed)
		need(private.Public().(ed25519.PublicKey).Equal(w.key), "a key is not that of its seed")
		opened, err := note.Open([]byte(v.Cosigned), note.VerifierList(log, w))
		check(err)
		need(len(opened.Sigs) == 2 && w.time == given.Timestamp && opened.Text == bare.Text, "a cosignature is another")
		// Made again from the seed, byte for byte.
		message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", given.Timestamp, bare.Text)
		need(hex.EncodeToString([]byte(message)) == given.MessageHex, "another message is signed")
		line := binary.BigEndian.AppendUint32(nil, w.hash)
		line = binary.BigEndian.AppendUint64(line, given.Timestamp)
		line = append(line, ed25519.Sign(private, []byte(message))...)
		need(given.Line == "\u2014 "+w.name+" "+base64.StdEncoding.EncodeToString(line)+"\n", "another line is made")
	}
	for _, refused := range v.RefusedCheckpoints {
		w, err := parseWitness(refused.Vkeys[0])
		check(err)
		_, err = note.Open([]byte(refused.Checkpoint), note.VerifierList(w))
		need(err != nil, "a checkpoint passes that must be refused")
	}
	return len(v.Witnesses)
}

func checkRotations(folder string) int {
	var v struct {
		Origin, Trusted string
		Entries         []string
		Rotations       []struct{ Entry, Receipt string }
		Checkpoints     []struct {
			Size              int64
			Root              string
			Accepted, Refused []string
		}
	}
	readJSON(folder, "rotation.json", &v)
	trusted := v.Trusted
	handovers := map[string]int64{}
	for _, rotation := range v.Rotations {
		var entry struct{ Predicate struct{ From, To string } }
		check(json.Unmarshal([]byte(rotation.Entry), &entry))
		need(entry.Predicate.From == trusted, "a change of key is from another key")
		parts := strings.SplitN(rotation.Receipt, "\n\n", 2)
		lines := strings.Split(parts[0], "\n")
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		check(err)
		size, root, signers := open(parts[1], entry.Predicate.From, entry.Predicate.To)
		need(signers == 2 && v.Entries[index] == rotation.Entry, "a handover is not signed by both keys")
		var proof tlog.RecordProof
		for _, line := range lines[2:] {
			hash, err := tlog.ParseHash(line)
			check(err)
			proof = append(proof, hash)
		}
		check(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash([]byte(rotation.Entry))))
		handovers[trusted] = size
		trusted = entry.Predicate.To
	}
	for _, checkpoint := range v.Checkpoints {
		keys := []string{trusted}
		for key, size := range handovers {
			if checkpoint.Size <= size {
				keys = append(keys, key)
			}
		}
		for _, accepted := range checkpoint.Accepted {
			size, root, signers := open(accepted, keys...)
			hashed := hex.EncodeToString(root[:])
			need(signers > 0 && size == checkpoint.Size && hashed == checkpoint.Root, "a checkpoint is another")
		}
		for _, refused := range checkpoint.Refused {
			_, _, signers := open(refused, keys...)
			need(signers == 0, "a checkpoint by a stranger passes")
		}
	}
	return len(v.Rotations)
}

// open returns a checkpoint's size, root and by how many of the keys it is signed.
func open(text string, vkeys ...string) (int64, tlog.Hash, int) {
	var verifiers []note.Verifier
	for _, vkey := range vkeys {
		verifier, err := note.NewVerifier(vkey)
		check(err)
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifiers...))
	if _, unverified := err.(*note.UnverifiedNoteError); unverified {
		return 0, tlog.Hash{}, 0
	}
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return size, root, len(opened.Sigs)
}

func readJSON(folder, name string, into any) {
	data, err := os.ReadFile(filepath.Join(folder, name))
	check(err)
	check(json.Unmarshal(data, into))
}

func need(holds bool, problem string) {
	if !holds {
		check(fmt.Errorf("%s", problem))
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	fmt.Printf("ok %d witnesses %d changes of key\n", checkCosignatures(os.Args[1]), checkRotations(os.Args[1]))
}
