package io.github.dann4j.choose.study;

import io.github.dann4j.choose.AdaptFolder;
import io.github.dann4j.choose.Candidate;
import io.github.dann4j.choose.Judge;
import io.github.dann4j.choose.Tested;
import io.github.dann4j.choose.Verdict;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One adaptation, judged by the rule of this version, and what its candidates are worth.
 *
 * @param verdict of the rule of this version
 * @param candidates those that were trained, source only first
 * @param accuracies of the candidates on the target's test examples, in [0, 1]
 */
record StudyCase(Verdict verdict, List<Candidate> candidates, double[] accuracies) {
    static StudyCase of(Verdict verdict, Tested tested) {
        Verdict again = Judge.again(verdict);
        List<Candidate> trained = again.candidates().stream()
                .filter(one -> tested.accuracies().containsKey(one.method()))
                .toList();
        return new StudyCase(
                again,
                trained,
                trained.stream()
                        .mapToDouble(one -> tested.accuracies().get(one.method()))
                        .toArray());
    }

    /**
     * Returns the adaptations that were tested, in a folder and its subfolders, by their paths.
     *
     * @throws FileException if the folder or a file in it cannot be read
     */
    static List<StudyCase> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isDirectory)
                    .map(AdaptFolder::new)
                    .filter(one -> Files.exists(one.verdict()) && Files.exists(one.tested()))
                    .sorted((one, other) -> one.folder().compareTo(other.folder()))
                    .map(StudyCase::read)
                    .toList();
        } catch (UncheckedIOException e) { // of a folder below
            throw unreadable(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static FileException unreadable(Path folder, IOException e) {
        return new FileException("%s cannot be read: %s".formatted(folder, FileException.reason(e)), e);
    }

    private static StudyCase read(AdaptFolder folder) {
        Verdict verdict = folder.readVerdict();
        Tested tested = folder.readTested();
        if (verdict == null || tested == null) {
            throw new FileException("%s was changed while it was read".formatted(folder.folder()));
        }
        return of(verdict, tested);
    }

    /** Returns the name of the pair, the same for all seeds. */
    String pair() {
        return "%s -> %s"
                .formatted(verdict.request().source(), verdict.request().target());
    }

    /** Returns the accuracy of a method; null if it was not trained. */
    @Nullable
    Double accuracy(String method) {
        for (int i = 0; i < accuracies.length; i++) {
            if (candidates.get(i).method().equals(method)) {
                return accuracies[i];
            }
        }
        return null;
    }

    double sourceOnly() {
        return accuracies[0];
    }

    /** Returns the number of the most accurate candidate; the first of several. */
    int best() {
        int best = 0;
        for (int i = 1; i < accuracies.length; i++) {
            best = accuracies[i] > accuracies[best] ? i : best;
        }
        return best;
    }

    /** Returns the number of the chosen candidate. */
    int chosen() {
        return candidates.indexOf(verdict.chosenCandidate());
    }

    /** Returns what the choice of a candidate loses against the best one. */
    double loss(int candidate) {
        return accuracies[best()] - accuracies[candidate];
    }
}
