using Cks.QueryBuilder;
using Microsoft.Extensions.Options;

namespace Cks.Scope;

/// <summary>Writes and reads where a page begins (S28): the key of the last row, signed together with everything that the page belongs to; see <see cref="QueryCursors"/>.</summary>
internal sealed class ScopeCursors(IOptions<CksScopeOptions> options, TimeProvider clock)
{
    private readonly QueryCursors _cursors = new(options.Value.CursorKey, clock: clock);

    /// <summary>The cursor behind a row.</summary>
    public string Write(CursorPlace place, Row last)
    {
        var order = place.Entity!.OrderFields;
        return Write(place, order is [var newest, _] ? (DateTimeOffset)last[newest.Name]! : null, (string)last[order[^1].Name]!);
    }

    /// <summary>The cursor behind what has this moment, if its order begins with one, and this key.</summary>
    public string Write(CursorPlace place, DateTimeOffset? moment, string key) =>
        moment is { } at ? _cursors.Write(place.Parts, at, key) : _cursors.Write(place.Parts, key);

    /// <summary>The key of the last row on the page before, one value for each order column; <see langword="null"/> for a cursor that is not good here and now.</summary>
    public object[]? Read(CursorPlace place, string text) =>
        _cursors.TryRead(place.Parts, text, out var key) && (place.HasMoment ? key is [DateTimeOffset, string] : key is [string]) ? key : null;
}
