using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Refuses senders without a usable secret, secrets that speak for two, and webhooks without anything to revoke; tells of senders whose tokens nobody accepts.</summary>
internal sealed class CksWebhookOptionsCheck(
    IServiceProviderIsService? services = null, IOptions<CksTokenOptions>? tokens = null, ILogger<WebhookReceiver>? logger = null) : IValidateOptions<CksWebhookOptions>
{
    private const int KiB = 1024;

    public ValidateOptionsResult Validate(string? name, CksWebhookOptions options)
    {
        var findings = new DiagnosticBag();
        Expect(options.MaxBodySize is >= KiB and <= 16 * KiB * KiB, nameof(CksWebhookOptions), "MaxBodySize is out of range.", "Use 1 KiB to 16 MiB.");
        Expect(options.Senders.Count > 0, nameof(CksWebhookOptions), "No sender is named.", "Call AddSender(\"https://clerk.portal.example\", secret).");
        Expect(services?.IsService(typeof(IRevocations)) ?? true, nameof(CksWebhookOptions), "There is nothing that webhooks could revoke.", "Call AddCksAuth or AddCksBearer as well.");
        Expect(options.Issuers.All(IssuerCheck.IsTellable), nameof(CksWebhookOptions), "A sender is named by a secret.", "Write the issuer as its tokens do, or Clerk's publishable key (pk_live_...).");
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (issuer, secrets) in options.Senders.Where(s => IssuerCheck.IsTellable(s.Key)))
        {
            var texts = secrets.SelectMany(secret => secret.RevealAccepted()).ToArray();
            Expect(texts.Length > 0, issuer, "The sender has no secret, so nothing that it sends could be believed.", "Copy the signing secret of the endpoint from the provider.");
            Expect(texts.All(text => WebhookSecret.Read(text) is not null), issuer, "A secret is not whsec_ and base64 of 24 to 64 bytes.", "Copy it again, whole.");
            foreach (var key in texts.Select(WebhookSecret.Read).OfType<byte[]>().Select(Convert.ToBase64String))
            {
                Expect(owners.GetValueOrDefault(key, issuer) == issuer, issuer, "A secret of this sender speaks for another one as well.", "Make an endpoint with a secret of its own for each issuer.");
                owners[key] = issuer;
            }
        }

        findings.ThrowIfErrors();
        // No mistake for certain, because issuers are added while the host runs; but a slash too much would revoke nothing, with 204.
        if (logger is not null && tokens is not null)
        {
            foreach (var stranger in options.Issuers.Except(tokens.Value.Issuers.Select(i => i.Issuer), StringComparer.Ordinal))
                AuthLog.SenderWithoutTokens(logger, stranger);
        }

        return ValidateOptionsResult.Success;

        void Expect(bool holds, string place, string message, string fix)
        {
            if (!holds)
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(place), message, fix);
        }
    }
}
