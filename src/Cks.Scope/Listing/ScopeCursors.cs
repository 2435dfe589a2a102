using Cks.QueryBuilder;
using Microsoft.Extensions.Options;

namespace Cks.Scope;

/// <summary>Writes and reads where a page begins (S28): the key of the last row, signed together with everything that the page belongs to; see <see cref="QueryCursors"/>.</summary>
internal sealed class ScopeCursors(IOptions<CksScopeOptions> options, TimeProvider clock)
{
    private readonly QueryCursors _cursors = options.Value.CursorSecret is { } secret ? new(secret, clock: clock) : new(options.Value.CursorKey, clock: clock);

    /// <summary>The cursor behind a key.</summary>
    public string Write(CursorPlace place, params ReadOnlySpan<object> key) => _cursors.Write(place.Parts, key);

    /// <summary>The key of the last row on the page before; <see langword="null"/> for a cursor that is not good here and now.</summary>
    public object[]? Read(CursorPlace place, string text, Predicate<object[]> fits) => _cursors.TryRead(place.Parts, text, out var key) && fits(key) ? key : null;
}
