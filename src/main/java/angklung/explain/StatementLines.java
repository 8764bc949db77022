package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Statement;
import angklung.ledger.LineEntry;
import angklung.log.Frontier;
import angklung.log.Hash;
import java.util.List;
import java.util.Optional;

/**
 * Finds the statement that a line is on. A statement commits to its lines by the root of a tree over them, so the lines
 * are those neighbours, as many as the statement says, whose tree has that root.
 *
 * @param statement null if none is kept that has the line
 * @param lines on it; without a statement those after the last payment before, up to the given line
 * @param opening balance before the first of them, in micros
 */
record StatementLines(Statement statement, List<LedgerLine> lines, long opening) {

    /** @param account lines of one party and one currency, in ledger order, {@code line} among them */
    static StatementLines of(LedgerLine line, List<LedgerLine> account, List<Statement> statements, String payable) {
        int at = indexOf(line, account);
        List<Hash> leaves = account.stream().map(one -> new LineEntry(one).leaf()).toList();
        for (Statement statement : statements) {
            Optional<Integer> start = start(statement, leaves, at);
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

    private static Optional<Integer> start(Statement statement, List<Hash> leaves, int at) {
        int count = (int) Math.min(Integer.MAX_VALUE, statement.getLines());
        for (int start = Math.max(0, at - count + 1); start <= at && start + count <= leaves.size(); start++) {
            if (root(leaves.subList(start, start + count)).toString().equals(statement.getLinesHash())) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private static Hash root(List<Hash> leaves) {
        Frontier tree = new Frontier();
        leaves.forEach(tree::append);
        return tree.root();
    }
}
