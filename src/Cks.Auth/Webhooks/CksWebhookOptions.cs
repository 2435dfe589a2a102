using Cks.Core;

namespace Cks.Auth;

/// <summary>Who may send webhooks. Checked when the host starts (CKS109).</summary>
public sealed class CksWebhookOptions
{
    /// <summary>The largest body in bytes, 1 KiB to 16 MiB.</summary>
    /// <value>262,144</value>
    public int MaxBodySize { get; set; } = 256 * 1024;

    /// <summary>The issuers that may send.</summary>
    public IReadOnlyCollection<string> Issuers => Senders.Keys;

    internal Dictionary<string, List<Secret<string>>> Senders { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Accepts webhooks of an issuer. A secret speaks for this issuer alone (S02): what it signs can revoke nothing of another's. Several secrets are live at once, and each may be rotated with
    /// an overlap (<see cref="Secret{T}.Rotate"/>), because providers change a secret by sending with both for a while.
    /// </summary>
    /// <param name="publishableKeyOrIssuer">The issuer as its tokens write it, or Clerk's publishable key.</param>
    /// <param name="secrets">The endpoint's signing secrets, <c>whsec_...</c>.</param>
    public CksWebhookOptions AddSender(string publishableKeyOrIssuer, params IEnumerable<Secret<string>> secrets)
    {
        ArgumentException.ThrowIfNullOrEmpty(publishableKeyOrIssuer);
        ArgumentNullException.ThrowIfNull(secrets);
        var issuer = ClerkInstance.Issuer(publishableKeyOrIssuer);
        if (!Senders.TryGetValue(issuer, out var known))
            Senders.Add(issuer, known = []);
        known.AddRange(secrets);
        return this;
    }
}
