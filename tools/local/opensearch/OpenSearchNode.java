import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/**
 * One OpenSearch node with its HTTP and no other plugin. The server's own command wants the folders of a whole
 * distribution, which Maven does not have, and refuses to run as root.
 *
 * Takes one argument: the folder with opensearch.yml.
 */
public final class OpenSearchNode extends Node {
  private OpenSearchNode(Path folder) {
    super(
        InternalSettingsPreparer.prepareEnvironment(
            Settings.builder().put("path.home", folder).build(), Map.of(), folder, () -> "local"),
        List.of(Netty4Plugin.class),
        false);
  }

  public static void main(String[] arguments) throws InterruptedException {
    try {
      OpenSearchNode node = new OpenSearchNode(Path.of(arguments[0]));
      Runtime.getRuntime().addShutdownHook(new Thread(node::end));
      node.start();
    } catch (Exception failure) {
      failure.printStackTrace();
      // Whoever started it shows the last line.
      System.err.println(rootCause(failure));
      System.exit(1);
    }
    // The node's own threads keep no program running.
    new CountDownLatch(1).await();
  }

  private static Throwable rootCause(Throwable failure) {
    return failure.getCause() == null ? failure : rootCause(failure.getCause());
  }

  private void end() {
    try {
      close();
      awaitClose(10, TimeUnit.SECONDS);
    } catch (Exception failure) {
      failure.printStackTrace();
    }
  }
}
