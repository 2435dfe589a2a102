using System.Security.Cryptography;
using System.Text;

namespace Cks.Auth.Tests;

/// <summary>A webhook as a provider sends it, written from the specification and not with the code under test.</summary>
internal sealed record SignedWebhook(string Body)
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string OtherSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    public string Id { get; init; } = "msg_1";

    public string Timestamp { get; init; } = AuthHost.Start.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public string Key { get; init; } = Secret;

    public string Family { get; init; } = "svix";

    /// <summary>Instead of the right one.</summary>
    public string? Signature { get; init; }

    public string RightSignature => "v1," + Convert.ToBase64String(
        HMACSHA256.HashData(Convert.FromBase64String(Key["whsec_".Length..]), Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));

    public Dictionary<string, string[]> Headers => new()
    {
        [$"{Family}-id"] = [Id],
        [$"{Family}-timestamp"] = [Timestamp],
        [$"{Family}-signature"] = [Signature ?? RightSignature],
    };

    public static SignedWebhook Of(string type, string data, string id = "msg_1") => new($$"""{"type":"{{type}}","object":"event","data":{{data}},"timestamp":1772366400000}""") { Id = id };
}
