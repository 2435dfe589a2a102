// With: Cks.Rbac
// What the readme takes as given: a policy is as good an example of a snapshot as any.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static IChangeBus bus = null!;
    public static Log log = null!;
    public static string root = "", password = "", next = "";
    public static byte[] body = [], key = [];
    public static SnapshotSource<Policy> source = null!;

    public static Task PullAsync(ChangeNotice notice, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class Log
{
    public void Changed(SnapshotVersion? old, SnapshotVersion now) => throw new NotSupportedException();
}

internal sealed class MySink : ISecurityEventSink
{
    public void Report(SecurityEvent securityEvent) => throw new NotSupportedException();
}
