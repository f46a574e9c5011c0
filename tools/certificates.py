# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates that are valid for two days, and the authorities that sign them."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)
PEM = serialization.Encoding.PEM


class Authority:
    """Signs certificates. pem: its own certificate, which makes a client trust the others."""

    def __init__(self, name: str = "authority") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = named(name)
        uses = {use: use in ("key_cert_sign", "crl_sign") for use in KEY_USES}
        own = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        certificate = (
            self._unsigned(self._name, self._key, datetime.now(UTC))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**uses), critical=True)
            .add_extension(own, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        self.pem = certificate.public_bytes(PEM)

    def issue(self, address: str, at: datetime | None = None) -> bytes:
        """A key and its certificate for the IP address, in PEM format.

        at: a moment at which it is valid; by default, now.
        """
        return self._issue(address, ec.generate_private_key(ec.SECP256R1()), at)

    @classmethod
    def self_signed(cls, address: str) -> bytes:
        """A key and a self-signed certificate of the IP address, in PEM format."""
        own = cls(address)
        return own._issue(address, own._key)

    def _issue(
        self, address: str, key: ec.EllipticCurvePrivateKey, at: datetime | None = None
    ) -> bytes:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = (
            self._unsigned(named(address), key, at or datetime.now(UTC))
            .add_extension(names, critical=False)
            .add_extension(signer, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return private(key) + certificate.public_bytes(PEM)

    def _unsigned(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(at - DAY)
            .not_valid_after(at + DAY)
        )


# The arguments of x509.KeyUsage. All of them are required.
KEY_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def server_context(certificate: Path) -> ssl.SSLContext:
    """What a server needs to present the certificate in the file, which has its key too."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
