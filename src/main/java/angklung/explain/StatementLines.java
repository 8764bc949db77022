package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Statement;
import angklung.ledger.StatementHash;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds the statement that a line is on. A statement commits to its lines by a hash chained over theirs, so the lines
 * are those neighbours, as many as the statement says, whose chain comes to that hash.
 *
 * @param statement null if none is kept that has the line
 * @param lines on it; without a statement those after the last payment before, up to the given line
 * @param opening balance before the first of them, in micros
 */
record StatementLines(Statement statement, List<LedgerLine> lines, long opening) {

    /** @param account lines of one party and one currency, in ledger order, {@code line} among them */
    static StatementLines of(LedgerLine line, List<LedgerLine> account, List<Statement> statements, String payable) {
        int at = indexOf(line, account);
        for (Statement statement : statements) {
            Optional<Integer> start = start(statement, account, at);
            if (start.isPresent()) {
                int end = start.get() + Math.toIntExact(statement.getLines());
                return new StatementLines(
                        statement,
                        account.subList(start.get(), end),
                        balance(account.subList(0, start.get()), payable));
            }
        }
        int start = at;
        while (start > 0 && account.get(start - 1).getKind() != LineKind.PAYOUT) {
            start--;
        }
        return new StatementLines(
                null, account.subList(start, at + 1), balance(account.subList(0, start), payable));
    }

    /** What an account has received less what it gave, in micros. */
    static long balance(List<LedgerLine> lines, String account) {
        return lines.stream().mapToLong(line -> Beneficiary.change(line, account)).reduce(0, Math::addExact);
    }

    private static int indexOf(LedgerLine line, List<LedgerLine> account) {
        for (int i = 0; i < account.size(); i++) {
            if (account.get(i).getLineId().equals(line.getLineId())) {
                return i;
            }
        }
        throw new IllegalStateException("Line " + line.getLineId() + " is not among those of its own party");
    }

    private static Optional<Integer> start(Statement statement, List<LedgerLine> account, int at) {
        int count = (int) Math.min(Integer.MAX_VALUE, statement.getLines());
        for (int start = Math.max(0, at - count + 1); start <= at && start + count <= account.size(); start++) {
            if (hash(account.subList(start, start + count)).equals(statement.getLinesHash())) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private static String hash(List<LedgerLine> lines) {
        StatementHash statementHash = new StatementHash();
        byte[] hash = StatementHash.start();
        for (LedgerLine line : lines) {
            hash = statementHash.next(hash, line.getHash());
        }
        return HexFormat.of().formatHex(hash);
    }
}
