// Draws the icon of the packages: dotnet run assets/icon.cs assets/icon.png
// A hub, five roles around it, and one of them in colour: what one role sees is its own way and nothing beside it.
#:property GenerateDocumentationFile=true
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

const int Size = 128, Samples = 4;
(double X, double Y) center = (64, 64);
var roles = Enumerable.Range(0, 5).Select(i => (X: 64 + 42 * Math.Sin(i * Math.Tau / 5), Y: 64 - 42 * Math.Cos(i * Math.Tau / 5))).ToArray();

Span<int> sum = stackalloc int[4];
var rows = new byte[Size * (1 + Size * 4)];
for (var y = 0; y < Size; y++)
    for (var x = 0; x < Size; x++)
    {
        sum.Clear();
        for (var s = 0; s < Samples * Samples; s++)
        {
            var color = At(x + (s % Samples + 0.5) / Samples, y + (s / Samples + 0.5) / Samples);
            for (var c = 0; c < 4; c++)
                sum[c] += (int)(color >> (24 - 8 * c) & 0xFF) * (c < 3 ? (int)(color & 0xFF) : 255);
        }

        var pixel = rows.AsSpan(y * (1 + Size * 4) + 1 + x * 4, 4);
        var alpha = sum[3] / 255;
        for (var c = 0; c < 3; c++)
            pixel[c] = (byte)(alpha == 0 ? 0 : sum[c] / alpha);
        pixel[3] = (byte)(alpha / (Samples * Samples));
    }

using var file = File.Create(args[0]);
file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
var header = new byte[13];
BinaryPrimitives.WriteInt32BigEndian(header, Size);
BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
(header[8], header[9]) = (8, 6);
Chunk("IHDR", header);
using var packed = new MemoryStream();
using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
    zip.Write(rows);
Chunk("IDAT", packed.ToArray());
Chunk("IEND", []);

uint At(double x, double y)
{
    var (dx, dy) = (Math.Max(Math.Abs(x - 64) - 44, 0), Math.Max(Math.Abs(y - 64) - 44, 0));
    if (dx * dx + dy * dy > 20 * 20)
        return 0;
    if (Distance((x, y), center) < 15)
        return 0xFFFFFFFF;
    if (Distance((x, y), roles[0]) < 11 || ToSegment((x, y), center, roles[0]) < 3)
        return 0x34D399FF;
    return roles.Any(r => Distance((x, y), r) < 9 || ToSegment((x, y), center, r) < 1.5) ? 0x64748BFFu : 0x0F172AFFu;
}

static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

static double ToSegment((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
{
    var t = Math.Clamp(((p.X - a.X) * (b.X - a.X) + (p.Y - a.Y) * (b.Y - a.Y)) / ((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y)), 0, 1);
    return Distance(p, (a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y)));
}

void Chunk(string type, byte[] data)
{
    byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
    Span<byte> number = stackalloc byte[4];
    BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
    file.Write(number);
    file.Write(body);
    BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
    file.Write(number);
}

static uint Crc(ReadOnlySpan<byte> data)
{
    var crc = uint.MaxValue;
    foreach (var b in data)
    {
        crc ^= b;
        for (var i = 0; i < 8; i++)
            crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
    }

    return ~crc;
}
