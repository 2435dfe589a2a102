using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>The accepted issuers, as one table that is swapped whole.</summary>
internal sealed class IssuerRegistry : IIssuerRegistry
{
    private readonly Lock _gate = new();
    private readonly CksTokenOptions _settings;
    private readonly KeyRings _keys;
    private volatile Table _table;

    public IssuerRegistry(IOptions<CksTokenOptions> options, KeyRings keys)
    {
        (_settings, _keys) = (options.Value, keys);
        _table = new([.. _settings.Issuers.Select(Trust)]);
    }

    public event Action<IssuerOptions>? Changed;

    public IReadOnlyCollection<IssuerOptions> Issuers => [.. _table.All.Select(issuer => issuer.Options)];

    /// <summary>The issuer of this very name, or <see langword="null"/>. Nothing is allocated, because strangers choose what is looked for.</summary>
    public TrustedIssuer? Find(ReadOnlySpan<char> name) => _table.ByName.TryGetValue(name, out var issuer) ? issuer : null;

    public void Add(IssuerOptions issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        lock (_gate)
        {
            var others = _table.All.Where(other => other.Name != issuer.Issuer).ToArray();
            IssuerCheck.Require([.. others.Select(other => other.Options), issuer]);
            Swap([.. others, Trust(issuer)]);
        }

        Changed?.Invoke(issuer);
    }

    public bool Remove(string issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        TrustedIssuer? removed;
        lock (_gate)
        {
            removed = Find(issuer);
            if (removed is null)
                return false;
            Swap([.. _table.All.Where(other => other != removed)]);
        }

        Changed?.Invoke(removed.Options);
        return true;
    }

    public Task RefreshKeysAsync(string issuer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return Find(issuer)?.Keys.RefreshAsync(cancellationToken) ?? throw new KeyNotFoundException($"No tokens of {issuer} are accepted here.");
    }

    private TrustedIssuer Trust(IssuerOptions issuer) => new(issuer, _keys.For(issuer, _settings));

    private void Swap(TrustedIssuer[] issuers)
    {
        var before = _table;
        _table = new(issuers);
        foreach (var issuer in before.All.Except(issuers))
            issuer.Retire();
    }

    private sealed class Table(TrustedIssuer[] all)
    {
        public TrustedIssuer[] All => all;

        public FrozenDictionary<string, TrustedIssuer>.AlternateLookup<ReadOnlySpan<char>> ByName { get; } =
            all.ToFrozenDictionary(issuer => issuer.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
