"""Tickets to print, and models of the fault printer that print them without taking a printer's time."""

import math
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PIL import Image, ImageChops

from kiosk.faulty.models import MODELS, Model
from kiosk.printing.composing import TicketFacts
from kiosk.printing.document import Document
from kiosk.printing.paper import NARROW, PaperProfile
from kiosk.printing.raster import rasterise
from kiosk.words import Words

TICKET_ID = UUID("01912345-6789-7abc-8def-0123456789ab")
AT = datetime(2019, 2, 18, 9, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
LONGEST_AGENCIES = (
    "KPP Pratama Pekanbaru (Direktorat Jenderal Pajak)",
    "Kementerian Agama / Kementerian Haji dan Umrah",
    "Dinas Kependudukan dan Pencatatan Sipil",
)
LONGEST_SERVICES = (
    "Surat keterangan hasil pemeriksaan narkotika (SKHPN, dulu SKBN)",
    "Pendaftaran NPWPD / PBJT makanan-minuman (restoran)",
    "Layanan percepatan paspor (selesai hari yang sama)",
)
LONGEST_DOCUMENTS = (
    "Ponsel pintar (Android 8+/iOS 11+), nomor dan email aktif",
    "Surat Keterangan Pindah WNI (SKPWNI) dari daerah asal",
    "Surat pernyataan tidak pernah dipidana (bermeterai)",
)

_ID = {
    "ticket.copy": "SALINAN",
    "ticket.priority": "PRIORITAS",
    "ticket.please_wait": "Mohon menunggu panggilan",
    "ticket.own_number": "Nomor dari kiosk ini, tetap sah. Urutan menurut waktu Anda mengambilnya.",
    "ticket.ahead": "Di depan Anda",
    "ticket.people": "{n} orang",
    "ticket.people_one": "1 orang",
    "ticket.people_none": "tidak ada",
    "ticket.wait": "Waktu tunggu",
    "ticket.minutes": "{low}\u2013{high} menit",
    "ticket.about_minutes": "± {high} menit",
    "ticket.place": "Gedung\u00a0{building}, lantai\u00a0{floor}",
    "ticket.track": "Pantau antrean",
    "ticket.bring": "Siapkan berkas",
    "ticket.moment": "{date}, pukul\u00a0{time}",
    "date.long": "{weekday}, {day} {month} {year}",
    "date.time": "{hour:02d}.{minute:02d}",
    "date.weekday.0": "Senin",
    "date.month.2": "Februari",
}
_EN = {
    "ticket.copy": "COPY (SALINAN)",
    "ticket.priority": "PRIORITY",
    "ticket.please_wait": "Please wait to be called",
    "ticket.own_number": "Given by this kiosk and valid.",
    "ticket.ahead": "Ahead of you",
    "ticket.people": "{n} people",
    "ticket.people_none": "nobody",
    "ticket.people_one": "1 person",
    "ticket.wait": "Expected wait",
    "ticket.minutes": "{low}\u2013{high} min",
    "ticket.about_minutes": "about {high} min",
    "ticket.place": "Building\u00a0{building}, floor\u00a0{floor}",
    "ticket.track": "Follow the queue",
    "ticket.bring": "Have these ready",
    "ticket.moment": "{date}, {time}",
    "date.long": "{weekday}, {day} {month} {year}",
    "date.time": "{hour:02d}:{minute:02d}",
    "date.weekday.0": "Monday",
    "date.month.2": "February",
}
WORDS = Words({"id": _ID, "en": _EN})
ORDINARY = TicketFacts(
    ticket_id=TICKET_ID,
    label="B-027",
    online=True,
    mall="Mal Pelayanan Publik Pekanbaru",
    agency="Dinas Kependudukan dan Pencatatan Sipil",
    service="Perubahan data KTP-el",
    at=AT,
    ahead=12,
    wait=(20, 35),
    building="B",
    floor="1",
    documents=("KTP elektronik", "Kartu Keluarga", "Bukti perubahan (akta, ijazah, surat keterangan)"),
    priority=False,
    language="id",
    track_url="https://antrean.pekanbaru.go.id/t/7MF9Q2K4T8XWB",
)


def is_on(paper: Image.Image, document: Document) -> bool:
    """Tell whether a piece of 58 mm paper is this document, up to single dots added to look-alikes."""
    wanted = ImageChops.invert(rasterise(document, NARROW))
    return paper.size == wanted.size and ImageChops.logical_xor(paper, wanted).histogram()[255] <= 4


def quick(paper: PaperProfile = NARROW, name: str = "tm-t82") -> Model:
    """Return a model of the fault printer for this paper, which prints and cuts in no time."""
    return replace(
        MODELS[name],
        width_mm=paper.width_mm,
        dots=paper.dots,
        dpi=paper.dpi,
        mm_per_second=math.inf,
        cut_seconds=0.0,
    )


QUICK_PRINTER = quick()
