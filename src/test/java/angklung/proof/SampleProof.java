package angklung.proof;

import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.KeyType;
import angklung.log.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A log with one statement that is proved, its lines and their details, made by hand: own tree, own JSON text. What a
 * test changes before it calls {@link #file} is what the operator logged and signed.
 */
final class SampleProof {
    static final String ORIGIN = "log.example.org/royalties";

    final SortedMap<String, String> record = new TreeMap<>();
    final List<SortedMap<String, String>> lines = new ArrayList<>();
    final List<SortedMap<String, String>> details = new ArrayList<>();
    final List<SigningKey> witnesses = new ArrayList<>();
    final List<String> signatures = new ArrayList<>();
    final SigningKey log;
    final int index;
    final int size;
    byte[] salt;
    String envelopePeriod = "2026-10";
    String envelopeKind = "statement";
    String quorum;
    boolean opened = true;
    int line = -1;
    int detail = -1;
    long witnessTime = 1_790_000_000L;
    int claimedIndex;
    int claimedSize;

    private final SplittableRandom random;

    /** A log of {@code size} leaves, the statement at {@code index}; no witness, no line asked for. */
    SampleProof(SplittableRandom random, int index, int size) {
        this.random = random;
        this.index = index;
        this.size = size;
        this.claimedIndex = index;
        this.claimedSize = size;
        this.salt = bytes(32);
        this.log = SigningKey.of(ORIGIN, KeyType.ED25519, bytes(32));
        this.quorum = "none";
        for (String field : List.of(
                "opening", "earnings", "adjustments", "released", "converted_in", "deductions", "recouped", "reserved",
                "converted_out", "tax", "payments", "advance", "reserve")) {
            record.put(field + "_micros", Long.toString(random.nextLong(-50, 1_000_000_000_000L)));
        }
        record.put("statement_id", hex(bytes(32)));
        record.put("party_id", "IPI-" + random.nextInt(1_000_000_000));
        record.put("currency", random.nextBoolean() ? "IDR" : "KRW");
        record.put("run_id", "payout-2026-10");
        record.put("period", "2026-10");
        record.put("booked_at", "2026-11-05T00:00:00Z");
        if (random.nextBoolean()) {
            record.put("waits", "NO_FX_RATE:\"IDR\\KRW\"\n\t\u0001 \u00e9\ud83c\udfb5/");
        }
        balance();
    }

    /** Makes the closing balance what the amounts come to. */
    void balance() {
        long closing = 0;
        for (String added : List.of("opening", "earnings", "adjustments", "released", "converted_in")) {
            closing += Long.parseLong(record.get(added + "_micros"));
        }
        for (String taken : List.of("deductions", "recouped", "reserved", "converted_out", "tax", "payments")) {
            closing -= Long.parseLong(record.get(taken + "_micros"));
        }
        record.put("closing_micros", Long.toString(closing));
    }

    /** Adds a witness that has seen the checkpoint. */
    SampleProof witness(String name) {
        witnesses.add(SigningKey.of(name + ".example", KeyType.COSIGNATURE, bytes(32)));
        return this;
    }

    /** Gives the statement so many lines, of which one is opened, with so many details, of which one is opened. */
    SampleProof lines(int count, int opens, int detailCount, int opensDetail) {
        line = opens;
        detail = opensDetail;
        for (int i = 0; i < count; i++) {
            SortedMap<String, String> one = new TreeMap<>();
            one.put("line_id", hex(bytes(32)));
            one.put("party_id", record.get("party_id"));
            one.put("currency", record.get("currency"));
            one.put("kind", "ACCRUAL");
            one.put("amount_micros", Integer.toString(i + 1));
            one.put("origin_period", "2026-09");
            lines.add(one);
        }
        for (int i = 0; i < detailCount; i++) {
            SortedMap<String, String> one = new TreeMap<>();
            one.put("amount_micros", Integer.toString(1_000 + i));
            one.put("isrc", String.format("IDA002600%03d", i));
            one.put("plays", Integer.toString(7 * i));
            one.put("pool", "alpha/ID/premium/2026-09/RECORDING/IDR");
            one.put("version", "1");
            details.add(one);
        }
        return this;
    }

    /** The proof file. */
    byte[] file() {
        if (detail >= 0 && !lines.get(line).containsKey("statement_hash")) {
            List<byte[]> entries = details.stream().map(SampleProof::utf8).toList();
            lines.get(line).put("statement_hash", hex(NaiveTree.root(entries)));
        }
        record.putIfAbsent("lines", Integer.toString(lines.size()));
        record.putIfAbsent("lines_hash", hex(NaiveTree.root(lines.stream().map(SampleProof::utf8).toList())));
        String text = json(record);
        byte[] commitment = NaiveTree.sha256("royalty-commit/v1\n".getBytes(StandardCharsets.UTF_8), salt, utf8(text));
        String envelope = "{\"c\":\"" + base64(commitment) + "\",\"kind\":\"" + envelopeKind + "\",\"period\":\""
                + envelopePeriod + "\",\"seq\":" + claimedIndex + ",\"v\":1}";
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(i == index ? utf8(envelope) : bytes(random.nextInt(40)));
        }
        String file = "c2sp.org/tlog-proof@v1\n";
        if (opened) {
            file += "extra " + base64(utf8("{" + (detail < 0 ? "" : "\"detail\":" + entry(details, detail) + ",")
                    + "\"envelope\":" + envelope + "," + (line < 0 ? "" : "\"line\":" + entry(lines, line) + ",")
                    + "\"record\":" + text + ",\"salt\":\"" + base64(salt) + "\"}")) + "\n";
        }
        file += "index " + claimedIndex + "\n" + NaiveTree.path(index, entries).stream()
                .map(hash -> base64(hash) + "\n")
                .collect(Collectors.joining());
        return utf8(file + "\n" + note(entries));
    }

    private String note(List<byte[]> entries) {
        byte[] root = NaiveTree.root(entries);
        String text = ORIGIN + "\n" + claimedSize + "\n" + base64(root) + "\n";
        List<String> all = new ArrayList<>();
        all.add(log.sign(text).toString());
        witnesses.forEach(witness ->
                all.add(witness.cosign(new Checkpoint(ORIGIN, claimedSize, Hash.of(root)), witnessTime).toString()));
        all.addAll(signatures);
        return text + "\n" + String.join("\n", all) + "\n";
    }

    /** The policy of who trusts this log and its witnesses. */
    String policy() {
        StringBuilder policy = new StringBuilder("# whom I trust\n\nlog " + log.verifier() + "\n");
        for (SigningKey witness : witnesses) {
            String name = witness.verifier().name();
            policy.append("witness ").append(name.substring(0, name.indexOf('.'))).append(" \t")
                    .append(witness.verifier()).append(" https://").append(name).append("/\n");
        }
        return policy + (quorum.contains(" ") ? "group q " + quorum + "\nquorum q\n" : "quorum " + quorum + "\n");
    }

    private static String entry(List<SortedMap<String, String>> all, int at) {
        List<byte[]> entries = all.stream().map(SampleProof::utf8).toList();
        return "{\"entry\":" + json(all.get(at)) + ",\"index\":\"" + at + "\",\"path\":["
                + NaiveTree.path(at, entries).stream()
                        .map(hash -> "\"" + base64(hash) + "\"")
                        .collect(Collectors.joining(","))
                + "],\"size\":\"" + all.size() + "\"}";
    }

    static String json(SortedMap<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":\"" + escaped(member.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
                .replace("\r", "\\r").replace("\b", "\\b").replace("\f", "\\f");
        StringBuilder all = new StringBuilder();
        escaped.chars().forEach(c -> all.append(c < ' ' ? "\\u00" + hex(new byte[] {(byte) c}) : "" + (char) c));
        return all.toString();
    }

    private static byte[] utf8(SortedMap<String, String> members) {
        return utf8(json(members));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
