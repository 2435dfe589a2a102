// What the readme takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static IPolicyDecisionPoint decisions = null!;
    public static IPolicyPlanner planner = null!;
    public static IPolicyExplainer explainer = null!;
    public static Subject subject = null!;
    public static IGrants grants = null!;
    public static DateTimeOffset monday;
    public static Order order = null!;
    public static Log log = null!;
    public static CapabilityId Accept;
    public static CancellationToken ct;
}

internal sealed record Order(string Status, string WarehouseId);

internal sealed class Log
{
    public void Refused(DecisionReason reason, string? rule, SnapshotVersion version) => throw new NotSupportedException();
}

// Written by the generator from the policy file.
internal static class Caps
{
    internal static class Orders
    {
        public const string View = "orders:view";
    }

    internal static class Policies
    {
        internal static class Orders
        {
            public const string Accept = "cks:orders:accept";
        }
    }
}
