using System.Text;

namespace Cks.Auth;

/// <summary>Keys that stand in the configuration, which was checked at start.</summary>
internal sealed class GivenKeySource : KeySource
{
    public GivenKeySource(string issuer, string jwks, IReadOnlyCollection<string> algorithms) =>
        Given = KeySet.TryRead(Encoding.UTF8.GetBytes(jwks), algorithms, out var keys, out var problem) ? keys : throw new SigningKeysUnavailableException(issuer, problem);

    public override KeySet Given { get; }

    public override Task<KeySet> LoadAsync() => Task.FromResult(Given);
}
