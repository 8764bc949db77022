package angklung.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whom one trusts: the keys of a log, witnesses, and how many of them must have seen a checkpoint: tlog-policy. */
public final class LogPolicy {
    private static final String NONE = "none";
    private static final int DELETE = 0x7f;

    private final List<VerifierKey> logs = new ArrayList<>();
    private final Map<String, Witness> witnesses = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private String quorum;

    /** @param url where it listens; none if the policy does not say */
    public record Witness(String name, VerifierKey key, Optional<String> url) {}

    /** A checkpoint whose signatures satisfy a policy, and the witnesses that have seen it. */
    public record Accepted(Checkpoint checkpoint, List<Witness> witnesses) {
        public Accepted {
            witnesses = List.copyOf(witnesses);
        }
    }

    private record Group(int threshold, List<String> members) {}

    private LogPolicy() {}

    /** @throws LogFormatException with the line, unless it is a policy with a log and one quorum */
    public static LogPolicy parse(String text) {
        LogPolicy policy = new LogPolicy();
        Set<String> members = new HashSet<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            try {
                String line = stripped(lines[i]);
                if (!line.isEmpty() && !line.startsWith("#")) {
                    policy.add(line.split("[ \t]+"), members);
                }
            } catch (LogFormatException e) {
                throw new LogFormatException("Line " + (i + 1) + " of the policy: " + e.getMessage());
            }
        }
        if (policy.logs.isEmpty() || policy.quorum == null) {
            throw new LogFormatException("A policy has at least one line 'log' and one line 'quorum'");
        }
        return policy;
    }

    /** Without the only white space that the format knows. */
    private static String stripped(String line) {
        require(line.chars().noneMatch(c -> c == DELETE || (c < ' ' && c != '\t')),
                "there is a control character; lines end in LF alone");
        return line.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    /** The keys of the log; several while they are rotated. */
    public List<VerifierKey> logs() {
        return List.copyOf(logs);
    }

    public List<Witness> witnesses() {
        return List.copyOf(witnesses.values());
    }

    /**
     * What a note says, if a log of this policy has signed it and a quorum of witnesses has seen it.
     *
     * @throws LogFormatException if it is no checkpoint
     * @throws UnverifiedException if a signature fails, no log of this policy has signed it, or the quorum is missed
     */
    public Accepted accept(Note note) {
        Checkpoint checkpoint = signedByLog(note);
        List<Witness> seen = seenBy(note);
        Set<String> names = new HashSet<>();
        seen.forEach(witness -> names.add(witness.name()));
        if (!isQuorum(names)) {
            throw new UnverifiedException("The witnesses that have seen the checkpoint, " + names
                    + ", are not the quorum '" + quorum + "'");
        }
        return new Accepted(checkpoint, seen);
    }

    /** As {@link #accept}, without regard to witnesses. */
    public Checkpoint signedByLog(Note note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        List<VerifierKey> own = logs.stream().filter(key -> key.name().equals(checkpoint.origin())).toList();
        if (own.isEmpty()) {
            throw new UnverifiedException("The checkpoint is of " + Quoted.of(checkpoint.origin()) + ", not of "
                    + logs.stream().map(VerifierKey::name).distinct().toList());
        }
        note.verified(own);
        return checkpoint;
    }

    /** Whether these witnesses are enough. */
    public boolean isQuorum(Set<String> names) {
        Set<String> satisfied = new HashSet<>(names);
        satisfied.retainAll(witnesses.keySet());
        satisfied.add(NONE);
        groups.forEach((name, group) -> { // members are defined before their group, and so decided before it
            if (group.members().stream().filter(satisfied::contains).count() >= group.threshold()) {
                satisfied.add(name);
            }
        });
        return satisfied.contains(quorum);
    }

    private List<Witness> seenBy(Note note) {
        List<VerifierKey> keys = witnesses.values().stream().map(Witness::key).toList();
        if (note.signatures().stream().noneMatch(line -> keys.stream().anyMatch(key -> key.isNamedBy(line)))) {
            return List.of();
        }
        Set<VerifierKey> verified = note.verified(keys).keySet();
        return witnesses.values().stream().filter(witness -> verified.contains(witness.key())).toList();
    }

    private void add(String[] words, Set<String> members) {
        switch (words[0]) {
            case "log" -> addLog(words);
            case "witness" -> addWitness(words);
            case "group" -> addGroup(words, members);
            case "quorum" -> setQuorum(words);
            default -> throw new LogFormatException(
                    Quoted.of(words[0]) + " is none of log, witness, group and quorum");
        }
    }

    private void addLog(String[] words) {
        require(words.length == 2 || words.length == 3, "a log has a key and perhaps a URL");
        logs.add(fresh(VerifierKey.parse(words[1]), KeyType.ED25519));
    }

    private void addWitness(String[] words) {
        require(words.length == 3 || words.length == 4, "a witness has a name, a key and perhaps a URL");
        VerifierKey key = fresh(VerifierKey.parse(words[2]), KeyType.COSIGNATURE);
        Optional<String> url = words.length == 4 ? Optional.of(words[3]) : Optional.empty();
        witnesses.put(newName(words[1]), new Witness(words[1], key, url));
    }

    private void addGroup(String[] words, Set<String> members) {
        require(words.length > 3, "a group has a name, a threshold and members");
        List<String> own = List.of(words).subList(3, words.length);
        for (String member : own) {
            require(isDefined(member), Quoted.of(member) + " is not defined before");
            require(members.add(member), Quoted.of(member) + " is already a member");
        }
        groups.put(newName(words[1]), new Group(threshold(words[2], own.size()), own));
    }

    private static int threshold(String text, int members) {
        if (text.equals("any") || text.equals("all")) {
            return text.equals("any") ? 1 : members;
        }
        long threshold = Checkpoint.decimal("threshold", text);
        require(threshold >= 1 && threshold <= members, "the threshold " + Quoted.of(text) + " is not from 1 to " + members);
        return (int) threshold;
    }

    private void setQuorum(String[] words) {
        require(words.length == 2, "a quorum has one name");
        require(quorum == null, "there is a quorum already");
        require(words[1].equals(NONE) || isDefined(words[1]), Quoted.of(words[1]) + " is not defined before");
        quorum = words[1];
    }

    private VerifierKey fresh(VerifierKey key, KeyType type) {
        require(key.type() == type, "the key of " + key.name() + " is of type " + key.type() + ", not " + type);
        boolean known = logs.stream().anyMatch(log -> samePublicKey(log, key))
                || witnesses.values().stream().anyMatch(witness -> samePublicKey(witness.key(), key));
        require(!known, "the public key of " + key.name() + " is there already");
        return key;
    }

    private static boolean samePublicKey(VerifierKey one, VerifierKey other) {
        return Arrays.equals(one.publicKey(), other.publicKey());
    }

    private String newName(String name) {
        require(!name.equals(NONE) && !isDefined(name), "the name " + Quoted.of(name) + " is taken");
        return name;
    }

    private boolean isDefined(String name) {
        return witnesses.containsKey(name) || groups.containsKey(name);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new LogFormatException(otherwise);
        }
    }
}
