using Cks.Auth;
using Cks.Core;

namespace Cks.Samples.Portal.Keys;

/// <summary>What a host without keys tells those that have them.</summary>
internal static class KeyNotices
{
    /// <summary>Keys, or their owners, have changed: nothing counts that is remembered of them.</summary>
    public static ValueTask KeysChangedAsync(this IChangeBus bus) => bus.PublishAsync(new(CksApiKeys.Topic, "owner:"), CancellationToken.None);
}
