using System.Numerics;

namespace Cks.Auth;

/// <summary>
/// Good tokens that were seen lately: a table of fixed size in which each token has four places. Read without locks; a lost race costs one verification. Refused tokens are never in it, so
/// strangers cannot fill it.
/// </summary>
internal sealed class TokenCache(int size)
{
    private const int Places = 4;

    // A token with more claims than this costs more memory than verifying it again does time.
    private const int LargestToken = 4096;

    private readonly RememberedToken?[] _table = new RememberedToken?[size == 0 ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, Places))];

    public bool Accepts(int tokenLength) => _table.Length > 0 && tokenLength <= LargestToken;

    public RememberedToken? Find(in TokenKey key)
    {
        foreach (ref readonly var place in PlacesOf(key))
        {
            if (Volatile.Read(in place) is { } token && token.Is(key))
                return token;
        }

        return null;
    }

    /// <summary>Remembers a token in the place of itself, of none, or of the one that would be verified again first.</summary>
    public void Add(in TokenKey key, RememberedToken token)
    {
        var places = PlacesOf(key);
        ref var best = ref places[0];
        foreach (ref var place in places)
        {
            if (place is null || place.Is(key))
            {
                best = ref place;
                break;
            }

            if (best is not null && place.Until < best.Until)
                best = ref place;
        }

        Volatile.Write(ref best, token);
    }

    private Span<RememberedToken?> PlacesOf(in TokenKey key) => _table.AsSpan((int)(key.A & (uint)(_table.Length - 1)) & ~(Places - 1), Places);
}
