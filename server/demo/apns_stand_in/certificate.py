"""A certificate for loopback and a signing key, made on the spot: the stand-in's `ca.pem` is trusted by nobody else."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Certificate:
    """`certificate` is what clients must trust (self-signed), `key` its private key. Both PEM."""

    certificate: Path
    key: Path


def kept_certificate(folder: Path) -> Certificate:
    """The folder's certificate, made if there is none yet: a restarted stand-in is still trusted."""
    kept = Certificate(folder / "ca.pem", folder / "key.pem")
    if not (kept.certificate.exists() and kept.key.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        _write_private(kept.key, key)
        kept.certificate.write_bytes(_self_signed(key).public_bytes(serialization.Encoding.PEM))
    return kept


def make_signing_key(file: Path) -> Path:
    """A `.p8` as Apple hands it out (P-256, PKCS #8), for signing provider tokens in the demo."""
    _write_private(file, ec.generate_private_key(ec.SECP256R1()))
    return file


def _write_private(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    file.touch(mode=0o600)
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    hosts = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + VALID_FOR)
    builder = builder.add_extension(hosts, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.sign(key, hashes.SHA256())
