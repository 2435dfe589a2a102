using System.Text;

namespace Cks.Auth;

/// <summary>Keys that stand in the configuration.</summary>
internal sealed class GivenKeySource(string issuer, string jwks, IReadOnlyList<string> algorithms) : KeySource
{
    public override Task<KeySet> LoadAsync() => KeySet.TryRead(Encoding.UTF8.GetBytes(jwks), algorithms, out var keys, out var problem)
        ? Task.FromResult(keys)
        : throw new SigningKeysUnavailableException(issuer, problem);
}
