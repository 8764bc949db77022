// Verify judges notes, inclusion and consistency with golang.org/x/mod/sumdb, which Angklung did not write.
//
// Usage: verify DIRECTORY. In it are
//
//	keys   lines "log <vkey>" and "witness <vkey>"; each of them must have signed a note
//	cases  lines "note <note>", "inclusion <note> <index> <entry> <hashes>" and
//	       "consistency <older note> <newer note> <hashes>"; notes, entries and hashes in base64, hashes separated
//	       by commas, "-" for none
//
// For each case it writes a line, "accept" or "refuse" and why. It fails only if it cannot read the directory.
package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A witness verifies cosignatures (c2sp.org/tlog-cosignature), which the note package does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(sig)
	return ed25519.Verify(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, msg)), sig[8:])
}

func newWitness(vkey string) note.Verifier {
	parts := strings.SplitN(vkey, "+", 3)
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	check(err)
	key := decode(parts[2])
	if key[0] != 4 || len(key) != 1+ed25519.PublicKeySize {
		log.Fatalf("%s is no key of a witness", vkey)
	}
	return witness{parts[0], uint32(hash), key[1:]}
}

type verifier struct {
	origin string
	keys   []note.Verifier
}

// tree returns what a note commits to, if all keys have signed it.
func (v verifier) tree(encoded string) (tlog.Tree, error) {
	n, err := note.Open(decode(encoded), note.VerifierList(v.keys...))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(n.Sigs) != len(v.keys) {
		return tlog.Tree{}, fmt.Errorf("%d of %d keys have signed", len(n.Sigs), len(v.keys))
	}
	// tlog.ParseTree reads the same lines, but knows one origin only
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != v.origin {
		return tlog.Tree{}, errors.New("not a checkpoint of " + v.origin)
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + lines[1] + "\n" + lines[2] + "\n"))
}

func (v verifier) judge(words []string) error {
	tree, err := v.tree(words[1])
	if err != nil {
		return err
	}
	switch words[0] {
	case "note":
		return nil
	case "inclusion":
		index, err := strconv.ParseInt(words[2], 10, 64)
		check(err)
		if index >= tree.N {
			return errors.New("no such leaf")
		}
		return tlog.CheckRecord(hashes(words[4]), tree.N, tree.Hash, index, tlog.RecordHash(decode(words[3])))
	case "consistency":
		newer, err := v.tree(words[2])
		if err != nil {
			return err
		}
		if tree.N > newer.N {
			return errors.New("shrunk")
		}
		return tlog.CheckTree(hashes(words[3]), newer.N, newer.Hash, tree.N, tree.Hash)
	}
	log.Fatalf("unknown case %s", words[0])
	return nil
}

func hashes(text string) []tlog.Hash {
	if text == "-" {
		return nil
	}
	var all []tlog.Hash
	for _, part := range strings.Split(text, ",") {
		hash, err := tlog.ParseHash(part)
		check(err)
		all = append(all, hash)
	}
	return all
}

func decode(text string) []byte {
	bytes, err := base64.StdEncoding.DecodeString(text)
	check(err)
	return bytes
}

// lines gives the words of each line of a file.
func lines(directory, name string) [][]string {
	file, err := os.Open(filepath.Join(directory, name))
	check(err)
	defer file.Close()
	var all [][]string
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		all = append(all, strings.Fields(scanner.Text()))
	}
	check(scanner.Err())
	return all
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	directory := os.Args[1]
	var v verifier
	for _, words := range lines(directory, "keys") {
		if words[0] == "witness" {
			v.keys = append(v.keys, newWitness(words[1]))
			continue
		}
		key, err := note.NewVerifier(words[1])
		check(err)
		v.origin = key.Name()
		v.keys = append(v.keys, key)
	}
	for _, words := range lines(directory, "cases") {
		if err := v.judge(words); err != nil {
			fmt.Println("refuse", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("accept")
		}
	}
}
