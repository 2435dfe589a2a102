using System.Collections.Concurrent;

namespace Cks.Auth;

/// <summary>
/// The record of revocations folded into what is revoked now. Reading takes no lock and allocates nothing, however much is revoked; the record's entries are applied once each, in their
/// order, whichever answer of the store brings them.
/// </summary>
internal sealed class RevocationList(TimeProvider time, IssuerRegistry issuers)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, IssuerRevocations> _issuers = new(StringComparer.Ordinal);
    private (int Era, long Sequence) _position;
    private long _readBefore;
    private long _generation;

    /// <summary>Grows after something was revoked: whoever reads it first and the list then never keeps a state that is over.</summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>Up to where the record was read, and how often the store had begun it anew by then.</summary>
    public (int Era, long Sequence) Position
    {
        get
        {
            lock (_gate)
                return _position;
        }
    }

    public int Count => _issuers.Values.Sum(issuer => issuer.Count);

    public bool IsRevoked(ValidatedToken token) => _issuers.TryGetValue(token.Issuer, out var issuer) && issuer.IsRevoked(token, time, issuers);

    /// <summary>Applies what the store answered, but for what is known already: a slower and older answer undoes nothing (S27).</summary>
    /// <param name="era">The era of the position after which was read.</param>
    /// <param name="page">The answer.</param>
    public void Apply(int era, RevocationPage page)
    {
        lock (_gate)
        {
            if (era != _position.Era)
                return;
            var before = _position.Sequence;
            foreach (var (sequence, entry) in page.Entries)
            {
                if (sequence <= before)
                    continue;
                // Of what may be read again a lift could undo what came after it and is in the store no more.
                _issuers.GetOrAdd(entry.Issuer, static _ => new()).Apply(entry, mayBeAgain: sequence <= _readBefore);
                _position.Sequence = sequence;
            }

            if (_position.Sequence > before)
                Volatile.Write(ref _generation, _generation + 1);
            _position.Sequence = Math.Max(_position.Sequence, page.LastSequence);
        }
    }

    /// <summary>The store lost its record or went back to an older one: reads it from the start. What is known stays revoked.</summary>
    public void StartOver(int era)
    {
        lock (_gate)
        {
            if (era != _position.Era)
                return;
            _readBefore = Math.Max(_readBefore, _position.Sequence);
            _position = (era + 1, 0);
        }
    }

    public void Tidy()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var issuer in _issuers.Values)
                issuer.Tidy(now);
        }
    }
}
