using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>
/// Writes and reads where a page begins: the key of the last row, signed (HMAC-SHA256) with a moment of expiry and with everything that the page belongs to.
/// A cursor is good for the same query, values of conditions included, and the same subject; anything else is no cursor, never an exception.
/// The text is not secret: its owner was shown the row. It holds no more than the key, so a scope has to be part of the query that it goes on with. Thread-safe.
/// </summary>
public sealed class QueryCursors
{
    /// <summary>Longest text of a cursor: 4,096 characters.</summary>
    public const int LongestText = 4_096;

    /// <summary>Fewest bytes of a signing key: 32.</summary>
    public const int ShortestKey = HMACSHA256.HashSizeInBytes;

    private const byte Version = 1;
    private const int Usual = 512; // bytes that have room without growing
    private const int HeadLength = 1 + sizeof(long);
    private const int MacLength = HMACSHA256.HashSizeInBytes;

    private readonly Secret<byte[]> _key;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _clock;

    /// <summary>Cursors that are signed with a key.</summary>
    /// <param name="key">Signs, at least <see cref="ShortestKey"/> bytes from a secret store; hosts behind one address need the same. Copied.</param>
    /// <param name="previousKey">Signed before the key was changed, and is still accepted.</param>
    /// <param name="lifetime">How long a cursor is good; one hour when absent.</param>
    /// <param name="clock">The clock; the system's when absent.</param>
    /// <exception cref="CksConfigurationException">A key is too short, or the lifetime is not positive (CKS109).</exception>
    public QueryCursors(ReadOnlySpan<byte> key, ReadOnlySpan<byte> previousKey = default, TimeSpan? lifetime = null, TimeProvider? clock = null)
    {
        if (key.Length < ShortestKey || previousKey.Length is > 0 and < ShortestKey)
            throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(QueryCursors), "A key that signs cursors is too short.", $"Use {ShortestKey} random bytes or more.");
        if (lifetime <= TimeSpan.Zero)
            throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(QueryCursors), "The lifetime of cursors is not positive.", "Give a positive time, or leave it out.");
        _key = new(key.ToArray());
        if (!previousKey.IsEmpty)
            _key.Replace(key.ToArray(), previousKey.ToArray());
        _lifetime = lifetime ?? TimeSpan.FromHours(1);
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Cursors that are signed with a secret, which may be rotated while they are in use.</summary>
    /// <param name="key">Its current version signs, both are accepted; at least <see cref="ShortestKey"/> bytes each. Hosts behind one address need the same.</param>
    /// <param name="lifetime">How long a cursor is good; one hour when absent.</param>
    /// <param name="clock">The clock; the system's when absent.</param>
    /// <exception cref="CksConfigurationException">A version is too short, or the lifetime is not positive (CKS109).</exception>
    public QueryCursors(Secret<byte[]> key, TimeSpan? lifetime = null, TimeProvider? clock = null)
        : this(Checked(key), default, lifetime, clock)
    {
        foreach (var version in key.RevealAccepted())
        {
            if (version.Length < ShortestKey)
                throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(QueryCursors), "A key that signs cursors is too short.", $"Use {ShortestKey} random bytes or more.");
        }

        _key = key;
    }

    /// <summary>The cursor behind a row of a query.</summary>
    /// <param name="query">The query; its limit and the key that it is behind already belong to the page and not to the cursor.</param>
    /// <param name="subject">Who may go on, unambiguously: a subject's id is not enough where it may stand in two tenants.</param>
    /// <param name="key">The row's values of the order columns, as <see cref="Query.After"/> takes them.</param>
    /// <exception cref="ArgumentException">The values are not one for each order column in its type, or too long for <see cref="LongestText"/>.</exception>
    /// <exception cref="QueryRefusedException">A value is a malformed text.</exception>
    public string Write(Query query, string subject, params ReadOnlySpan<object> key) => Write(query, [subject], key);

    /// <inheritdoc cref="Write(Query, string, ReadOnlySpan{object})"/>
    /// <param name="query">The query; its limit and the key that it is behind already belong to the page and not to the cursor.</param>
    /// <param name="owner">Who may go on and where: tenant, subject, and whatever else has to be the same. Order and number count.</param>
    /// <param name="key">The row's values of the order columns, as <see cref="Query.After"/> takes them.</param>
    public string Write(Query query, IReadOnlyList<string> owner, params ReadOnlySpan<object> key)
    {
        ArgumentNullException.ThrowIfNull(query);
        _ = query.After(key);
        return Write(QueryPlace.Of(query, owner), key);
    }

    /// <summary>A cursor for something else than one query.</summary>
    /// <param name="place">What it belongs to; begin with a constant text that names the purpose. Order and number count.</param>
    /// <param name="key">The values: text, numbers, booleans, ids, instants, dates.</param>
    /// <exception cref="ArgumentException">A value is of another type or malformed, or all are too long for <see cref="LongestText"/>.</exception>
    public string Write(IReadOnlyList<string> place, params ReadOnlySpan<object> key)
    {
        ArgumentNullException.ThrowIfNull(place);
        var buffer = At(place);
        var start = buffer.WrittenCount;
        buffer.Write([Version]);
        CursorKey.AddNumber(buffer, (_clock.GetUtcNow() + _lifetime).ToUnixTimeSeconds());
        CursorKey.Write(buffer, key);
        var mac = buffer.GetSpan(MacLength); // may move what is written
        buffer.Advance(HMACSHA256.HashData(_key.Reveal(), buffer.WrittenSpan, mac));
        var text = Base64Url.EncodeToString(buffer.WrittenSpan[start..]);
        return text.Length <= LongestText ? text : throw new ArgumentException("The values of the key are too long for a cursor.", nameof(key));
    }

    /// <summary>The next page of a query.</summary>
    /// <param name="query">The query for which the cursor was written; its limit may be another one.</param>
    /// <param name="subject">Who goes on.</param>
    /// <param name="text">What the user sent.</param>
    /// <param name="next">The query behind the cursor's key.</param>
    /// <returns>Whether the text is a cursor that is good here and now.</returns>
    public bool TryRead(Query query, string subject, string? text, [NotNullWhen(true)] out Query? next) => TryRead(query, [subject], text, out next);

    /// <inheritdoc cref="TryRead(Query, string, string?, out Query?)"/>
    /// <param name="query">The query for which the cursor was written; its limit may be another one.</param>
    /// <param name="owner">Who goes on and where, as the cursor was written for.</param>
    /// <param name="text">What the user sent.</param>
    /// <param name="next">The query behind the cursor's key.</param>
    public bool TryRead(Query query, IReadOnlyList<string> owner, string? text, [NotNullWhen(true)] out Query? next)
    {
        ArgumentNullException.ThrowIfNull(query);
        next = null;
        if (!TryRead(QueryPlace.Of(query, owner), text, out var key))
            return false;
        try
        {
            next = query.After(key);
            return true;
        }
        catch (ArgumentException)
        {
            return false; // an earlier version of the program wrote it, whose columns had other types
        }
    }

    /// <summary>The values of a cursor that was written for a place.</summary>
    /// <param name="place">What it belongs to, as it was written.</param>
    /// <param name="text">What the user sent.</param>
    /// <param name="key">The values, in the types in which they were written; instants in UTC.</param>
    /// <returns>Whether the text is a cursor that is good here and now.</returns>
    public bool TryRead(IReadOnlyList<string> place, string? text, [NotNullWhen(true)] out object[]? key)
    {
        ArgumentNullException.ThrowIfNull(place);
        key = null;
        if (text is null or { Length: > LongestText })
            return false;
        var bytes = new byte[LongestText];
        // One spelling only: the decoder looks over spaces and over bits that belong to no byte.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || Base64Url.EncodeToString(bytes.AsSpan(0, length)) != text)
            return false;
        if (length < HeadLength + MacLength)
            return false;
        var signed = bytes.AsSpan(0, length - MacLength);
        if (!IsSigned(place, signed, bytes.AsSpan(signed.Length, MacLength)) || signed[0] != Version)
            return false;
        return BinaryPrimitives.ReadInt64BigEndian(signed[1..]) > _clock.GetUtcNow().ToUnixTimeSeconds() && CursorKey.TryRead(signed[HeadLength..], out key);
    }

    private bool IsSigned(IReadOnlyList<string> place, ReadOnlySpan<byte> content, ReadOnlySpan<byte> mac)
    {
        var buffer = At(place);
        buffer.Write(content);
        Span<byte> signature = stackalloc byte[MacLength];
        var isSigned = false;
        foreach (var key in _key.RevealAccepted())
        {
            HMACSHA256.HashData(key, buffer.WrittenSpan, signature);
            isSigned |= CryptographicOperations.FixedTimeEquals(signature, mac);
        }

        return isSigned;
    }

    private static byte[] Checked(Secret<byte[]> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Reveal();
    }

    // What is signed begins with the place, and the content of the cursor follows.
    private static ArrayBufferWriter<byte> At(IReadOnlyList<string> place)
    {
        var buffer = new ArrayBufferWriter<byte>(Usual);
        foreach (var part in place)
        {
            // With its length, so that no two lists of parts read alike, and as UTF-16, in which no two texts are written alike.
            var characters = MemoryMarshal.AsBytes(part.AsSpan());
            CursorKey.AddNumber(buffer, characters.Length);
            buffer.Write(characters);
        }

        CursorKey.AddNumber(buffer, place.Count);
        return buffer;
    }
}
