package angklung.proof;

import angklung.avro.Statement;
import angklung.config.Failure;
import angklung.keys.SubjectKeys;
import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.InclusionProof;
import angklung.log.LogFormatException;
import angklung.log.Note;
import angklung.log.ProofFile;
import angklung.log.Prover;
import angklung.log.Tiles;
import angklung.log.UnverifiedException;
import angklung.opening.OpenedStatement;
import angklung.opening.PartyKey;
import angklung.opening.Sealing;
import angklung.opening.StatementRecord;
import angklung.publish.PublishedLog;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the proof of one statement for its payee. */
public final class ProofMaker {
    private static final int SHORTEST = 8;
    private static final int MOST_NAMED = 20;

    private final PayeeRecords records;
    private final SubjectKeys keys;
    private final PublishedLog log;

    public ProofMaker(PayeeRecords records, SubjectKeys keys, PublishedLog log) {
        this.records = records;
        this.keys = keys;
        this.log = log;
    }

    /**
     * The proof of a statement by the last published checkpoint.
     *
     * @param statementId or its first digits, at least 8
     * @throws Failure if there is none, and why: unknown, of somebody else, not in the log yet, not published yet, or
     *     not to be opened any more
     */
    public ProofFile make(String party, String statementId, Wanted wanted) {
        List<Statement> all = records.statements(party);
        Statement statement = find(all, party, statementId);
        angklung.avro.Opening sealed = sealed(party, statement.getStatementId());
        OpenedStatement opened = open(party, sealed);
        if (!Arrays.equals(opened.record(), StatementRecord.of(statement))) {
            throw Failure.verification("Leaf " + sealed.getSeq() + " commits to another record of statement "
                    + statement.getStatementId() + " than there is now");
        }
        Optional<LineFinder.Found> found = wanted.isStatementAlone()
                ? Optional.empty()
                : Optional.of(new LineFinder(records, statement, all).find(wanted));
        Opening opening = new Opening(
                new StatementLeaf(opened.commitment(), statement.getPeriod(), sealed.getSeq()),
                OpeningReader.members(opened.record()), opened.salt(),
                found.map(LineFinder.Found::line), found.flatMap(LineFinder.Found::detail));
        return prove(opening);
    }

    private Statement find(List<Statement> all, String party, String id) {
        if (id.length() < SHORTEST) {
            throw Failure.usage("Give at least " + SHORTEST + " digits of the statement: '" + id + "'");
        }
        if (all.isEmpty()) {
            throw unknownParty(party, id);
        }
        List<Statement> fit = all.stream().filter(one -> one.getStatementId().startsWith(id)).toList();
        if (fit.size() == 1) {
            return fit.get(0);
        }
        if (fit.isEmpty()) {
            refuseIfOfAnother(party, id);
        }
        String what = fit.isEmpty() ? "Party " + party + " has no statement " + id : id + " is not one statement";
        throw Failure.usage(what + "; the last ones are " + named(fit.isEmpty() ? all : fit));
    }

    private static String named(List<Statement> statements) {
        List<String> names = new ArrayList<>();
        for (Statement one : statements.subList(Math.max(0, statements.size() - MOST_NAMED), statements.size())) {
            names.add(one.getStatementId() + " (" + one.getPeriod() + ", " + one.getCurrency() + ")");
        }
        return String.join(", ", names);
    }

    private Failure unknownParty(String party, String id) {
        refuseIfOfAnother(party, id);
        TreeSet<String> parties = new TreeSet<>();
        records.allStatements(statement -> {
            parties.add(statement.getPartyId());
            if (parties.size() > MOST_NAMED) {
                parties.pollLast();
            }
        });
        return Failure.usage("There is no statement of party " + party
                + (parties.isEmpty() ? " or anybody else; the first payout run makes them"
                        : "; there are statements of " + String.join(", ", parties)));
    }

    private void refuseIfOfAnother(String party, String id) {
        List<String> owners = new ArrayList<>();
        records.allStatements(statement -> {
            if (statement.getStatementId().startsWith(id)) {
                owners.add(statement.getPartyId());
            }
        });
        if (!owners.isEmpty()) {
            throw Failure.usage("Statement " + id + " is that of " + owners.get(0) + ", not of " + party);
        }
    }

    private angklung.avro.Opening sealed(String party, String statementId) {
        return records.openings(party).stream()
                .filter(opening -> opening.getStatementId().equals(statementId))
                .reduce((first, second) -> second)
                .orElseThrow(() -> Failure.notReady("Statement " + statementId + " is not in the log yet: the notary"
                        + " logs a payout run's statements once all of them are made; is it running?"));
    }

    private OpenedStatement open(String party, angklung.avro.Opening sealed) {
        PartyKey key = keys.find(party, sealed.getKeyGeneration()).orElseThrow(() -> noKey(party, sealed));
        try {
            byte[] bytes = new byte[sealed.getSealed().remaining()];
            sealed.getSealed().duplicate().get(bytes);
            return new Sealing(key).open(sealed.getStatementId(), bytes);
        } catch (UnverifiedException e) {
            throw Failure.verification(e.getMessage());
        }
    }

    private Failure noKey(String party, angklung.avro.Opening sealed) {
        List<String> erasures = keys.erasures(party);
        int generation = sealed.getKeyGeneration();
        return generation <= erasures.size()
                ? Failure.input("The key of " + party + " that opens leaf " + sealed.getSeq() + " was erased ("
                        + erasures.get(generation - 1) + "): the leaf is still in the log, and no opening of it exists"
                        + " any more")
                : Failure.input("The key of " + party + " of generation " + generation + " is not among the " + keys
                        + "; restore it from a backup, or set log.subject-keys to where it is");
    }

    private ProofFile prove(Opening opening) {
        try {
            Note note = Note.parse(log.checkpoint().orElseThrow(() -> Failure.notReady(
                    "Nothing is published at " + log + " yet; 'angklung notary publish' does it")));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            long index = opening.envelope().seq();
            if (index >= checkpoint.size()) {
                throw Failure.notReady("The statement is leaf " + index + " of the log and is not published yet: the"
                        + " last checkpoint at " + log + " has " + checkpoint.size() + " leaves");
            }
            InclusionProof inclusion =
                    new Prover(new Tiles(log, checkpoint.size())).inclusion(index, checkpoint.size());
            if (!inclusion.proves(Hash.leaf(opening.envelope().toBytes()), checkpoint.root())) {
                throw Failure.verification("The log at " + log + " has another leaf " + index + " than the statement's"
                        + ", or damaged tiles; 'angklung notary fsck' tells which");
            }
            return new ProofFile(Optional.of(opening.toBytes()), index, inclusion.path(), note);
        } catch (LogFormatException e) {
            throw Failure.verification("What is published at " + log + " is not in the format: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw Failure.notReady("The log cannot be read: " + e.getCause().getMessage());
        }
    }
}
