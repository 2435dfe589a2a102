using System.Text.Json.Nodes;
using Cks.Auth;

namespace Cks.Testing;

/// <summary>Makes tokens that differ in one way from what a profile accepts.</summary>
/// <param name="kind">The profile.</param>
/// <param name="forge">The issuer.</param>
/// <param name="subject">The good subject.</param>
/// <param name="audience">The good audience, for Clerk the good party.</param>
internal sealed class HostileBuilder(IssuerKind kind, TokenForge forge, string subject, string audience)
{
    private readonly List<HostileToken> _tokens = [];

    public IReadOnlyList<HostileToken> Tokens => _tokens;

    public IssuerKind Kind => kind;

    public TokenForge Forge => forge;

    public string Subject => subject;

    public string Audience => audience;

    public bool IsClerk => kind == IssuerKind.Clerk;

    /// <summary>Seconds by which the application lets clocks differ.</summary>
    public long Skew => IsClerk ? 5 : 30;

    /// <summary>The good token.</summary>
    public string Good => Sign(Claims());

    /// <summary>The parts of a good token.</summary>
    public (string Header, string Payload, string Signature) Parts => Good.Split('.') is [var header, var payload, var signature] ? (header, payload, signature) : default;

    public void Add(int? number, string name, string token, TokenRejectionReason expected) => _tokens.Add(new(number, name, token, expected));

    /// <summary>The good header with one member changed, or taken away by <see langword="null"/>.</summary>
    public string Head(string member, JsonNode? value) => Header(new() { [member] = value });

    /// <summary>The good claims, some of them changed.</summary>
    public string Claims(JsonObject? with = null) => kind switch
    {
        IssuerKind.Rfc9068 => forge.AccessTokenPayload(subject, audience, claims: with),
        IssuerKind.Clerk => forge.ClerkPayload(subject, audience, claims: with),
        _ => forge.Payload(subject, audience, claims: with),
    };

    /// <summary>The good claims with members written before the closing brace, twins included.</summary>
    public string With(string members) => $"{Claims()[..^1]},{members}}}";

    /// <summary>The good claims with one value written as raw JSON.</summary>
    public string Replace(string claim, string json) => $"{Claims(new() { [claim] = null })[..^1]},\"{claim}\":{json}}}";

    /// <summary>Signs claims under the good header.</summary>
    public string Sign(string claims) => forge.Sign(Header(), claims);

    /// <summary>Signs the good claims under a header.</summary>
    public string SignHead(string header) => forge.Sign(header, Claims());

    public string Header(JsonObject? with = null) => kind switch
    {
        IssuerKind.Rfc9068 => forge.AccessTokenHeader(with),
        IssuerKind.Clerk => forge.ClerkHeader(with),
        _ => forge.Header(with),
    };
}
