package whoami;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that has a name of its own until it is whole and on the disk: whoever finds it under the right name finds all of it. */
record PartFile(Path path, Path target) implements AutoCloseable {
    /** Begins an empty one beside its target, which nobody but its owner can read. */
    static PartFile of(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        // unlike other files that Java makes, one with such a name is its owner's alone
        Path path = Files.createTempFile(absolute.getParent(), absolute.getFileName() + ".", ".part");
        return new PartFile(path, absolute);
    }

    /** Gives it the right name, unless that is taken. */
    void publish() throws IOException {
        sync(path, StandardOpenOption.WRITE);
        Files.move(path, target);
        syncFolder();
    }

    /** Gives it the right name, in the place of the file that has it. At no moment there is none. */
    void replace() throws IOException {
        sync(path, StandardOpenOption.WRITE);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    /** The new name, too, is lost in a power cut unless it is on the disk. (Windows opens no folder, and does without.) */
    private void syncFolder() throws IOException {
        if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            sync(target.getParent(), StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    /** What came to nothing is not left lying about. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
