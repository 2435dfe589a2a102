// With: Cks.HubConfig.AspNetCore
// With: Cks.Scope
// What the page takes as given. Its classes stand inside, so that the block that shows one takes its place.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static WebApplication app = null!;
    public static HubPluginContributions contributions = null!;
    public static ReadOnlyMemory<byte> script;

    public interface IMyOrders;

    public sealed class MyOrders(IScopeService scopes, Subject me) : IMyOrders
    {
        public override string ToString() => $"{scopes} {me}";
    }

    public sealed class OrdersLoader(IReadOnlyDictionary<string, string> settings) : IHubDataLoader
    {
        public ValueTask<IReadOnlyDictionary<string, JsonElement>> LoadAsync(HubDataRequest request, CancellationToken cancellationToken) => throw new NotSupportedException(settings.ToString());
    }

    public sealed class BacklogPlugin : IHubPlugin
    {
        public HubPluginManifest Manifest => throw new NotSupportedException();

        public void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
